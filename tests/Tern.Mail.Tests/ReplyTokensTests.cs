using System.Text;
using CsCheck;

namespace Tern.Mail.Tests;

public sealed class ReplyTokensTests
{
    private static readonly ReplyTokens Tokens = new([Key("a key of this desk")]);
    private static readonly ReplyTokens Others = new([Key("a key of another desk")]);

    [Fact]
    public void A_message_id_says_which_ticket_it_belongs_to() =>
        Gen.Select(Gen.Long[1, long.MaxValue], Gen.String[Gen.Char.AlphaNumeric, 1, 40]).Sample((ticket, unique) =>
        {
            var id = Tokens.MessageId("desk.example", unique, ticket);
            Assert.Equal(id, MessageIds.Normalize($" <{id}> "));
            Assert.Equal(ticket, Tokens.FindInMessageId($"<{id}>"));
            Assert.Null(Others.FindInMessageId(id));
        });

    [Fact]
    public void A_changed_message_id_names_nothing()
    {
        var id = Tokens.MessageId("desk.example", "0192f", 1042);
        Assert.Equal(1042, Tokens.FindInMessageId(id));
        Assert.Null(Tokens.FindInMessageId(id.Replace("1042", "1043", StringComparison.Ordinal)));
        Assert.Null(Tokens.FindInMessageId(id.Replace("0192f", "0192e", StringComparison.Ordinal)));
        Assert.Null(Tokens.FindInMessageId(id[..^1].Replace("@desk.exampl", "x@desk.example", StringComparison.Ordinal)));
    }

    [Fact]
    public void Servers_may_change_the_case_and_the_domain() =>
        Assert.Equal(7, Tokens.FindInMessageId(Tokens.MessageId("desk.example", "AbC", 7).ToUpperInvariant().Replace("@DESK.EXAMPLE", "@prod.outlook.example", StringComparison.Ordinal)));

    [Fact]
    public void An_address_says_which_ticket_it_belongs_to()
    {
        var address = Tokens.Address("Support@desk.example", 12)!;
        Assert.StartsWith("Support+12.", address, StringComparison.Ordinal);
        Assert.EndsWith("@desk.example", address, StringComparison.Ordinal);
        Assert.Equal(12, Tokens.FindInAddress(address.ToLowerInvariant()));
        Assert.Null(Others.FindInAddress(address));
        Assert.Null(Tokens.FindInAddress("support+12@desk.example"));
        Assert.Null(Tokens.FindInAddress("support@desk.example"));
    }

    [Fact]
    public void A_local_part_that_would_become_too_long_gets_no_token() =>
        Assert.Null(Tokens.Address(new string('a', 60) + "@desk.example", 12));

    [Fact]
    public void An_older_key_is_still_believed()
    {
        var after = new ReplyTokens([Key("a new key of the desk"), Key("a key of this desk")]);
        Assert.Equal(5, after.FindInMessageId(Tokens.MessageId("desk.example", "u", 5)));
        Assert.Null(Tokens.FindInMessageId(after.MessageId("desk.example", "u", 5)));
    }

    [Fact]
    public void A_mark_of_another_desk_is_not_ours()
    {
        Assert.True(Tokens.IsOurMark(Tokens.Mark("0192f.a")));
        Assert.False(Tokens.IsOurMark(Others.Mark("0192f.a")));
        Assert.False(Tokens.IsOurMark("1"));
    }

    [Fact]
    public void Nothing_that_comes_in_a_mail_breaks_it() =>
        Gen.String.Sample(text =>
        {
            Assert.Null(Tokens.FindInMessageId(text));
            Assert.Null(Tokens.FindInAddress(text));
            Assert.False(Tokens.IsOurMark(text));
        });

    [Fact]
    public void A_key_must_be_a_secret() =>
        Assert.Throws<ArgumentException>(() => new ReplyTokens([new byte[8]]));

    private static ReadOnlyMemory<byte> Key(string secret) => Encoding.UTF8.GetBytes(secret);
}
