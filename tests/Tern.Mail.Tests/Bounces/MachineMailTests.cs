using System.Globalization;

namespace Tern.Mail.Tests.Bounces;

/// <summary>What machines send is told from what people send, and of a bounce every recipient with status, reply code and reason.</summary>
public sealed class MachineMailTests
{
    public static TheoryData<string> Names() => [.. MachineMails.All.Select(f => $"{f.File}: {f.Name}")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mail_is_told_for_what_it_is(string name)
    {
        var fixture = MachineMails.All.Single(f => $"{f.File}: {f.Name}" == name);

        var mail = fixture.Mail();

        Assert.Equal(fixture.Kind, mail.Automatic.ToString(), ignoreCase: true);
        Assert.True(fixture.Kind == "none" || !mail.MayAutoReply);
        if (fixture.Kind == "bounce")
        {
            Assert.Equal(fixture.Expected, mail.Bounces.Zip(fixture.Expected.Concat(Enumerable.Repeat("", mail.Bounces.Count)), Line));
        }
    }

    // "recipient status code permanent reason"; what may be either is written a|b, what does not matter *.
    private static string Line(BouncedRecipient bounce, string expected)
    {
        string[] actual = [bounce.Recipient ?? "-", bounce.Status ?? "-", bounce.ReplyCode?.ToString(CultureInfo.InvariantCulture) ?? "-", bounce.IsPermanent ? "permanent" : "-", bounce.Reason.ToString()];
        var wanted = expected.Split(' ');
        return string.Join(' ', actual.Select((a, i) => i < wanted.Length && (wanted[i] == "*" || wanted[i].Split('|').Contains(a, StringComparer.Ordinal)) ? wanted[i] : a));
    }
}
