using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Mailboxes;
using Tern.MailEngine.Errors;

namespace Tern.Tests.Mailboxes;

public sealed class FaultTextTests
{
    public static TheoryData<string> Codes =>
        [.. typeof(FaultCodes).GetFields().Concat(typeof(DeskFaults).GetFields(BindingFlags.NonPublic | BindingFlags.Static)).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_cause_has_one_sentence_of_what_happened_and_one_of_what_to_do(string code)
    {
        using var services = new ServiceCollection().AddLogging().AddLocalization().AddSingleton<FaultTexts>().BuildServiceProvider();

        var text = services.GetRequiredService<FaultTexts>().Of(code);

        Assert.EndsWith(".", text.Cause, StringComparison.Ordinal);
        Assert.EndsWith(".", text.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(".Cause", text.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain(".Remedy", text.Remedy, StringComparison.Ordinal);
    }
}
