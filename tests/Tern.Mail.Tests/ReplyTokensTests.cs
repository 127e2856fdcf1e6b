using System.Text;
using CsCheck;

namespace Tern.Mail.Tests;

public sealed class ReplyTokensTests
{
    private static readonly Guid Ours = new("018f0000-0000-7000-8000-000000000001");
    private static readonly ReplyTokens Tokens = new([Key("a key of this desk")]);
    private static readonly ReplyTokens Others = new([Key("a key of another desk")]);

    [Fact]
    public void A_message_id_says_which_ticket_it_belongs_to() =>
        Gen.Select(Gen.Long[1, long.MaxValue], Gen.String[Gen.Char.AlphaNumeric, 1, 40], Gen.Guid).Sample((ticket, unique, id) =>
        {
            var made = Tokens.MessageId("desk.example", unique, ticket, id);
            Assert.Equal(made, MessageIds.Normalize($" <{made}> "));
            var token = ReplyTokens.InMessageId($"<{made}>")!;
            Assert.Equal(ticket, token.Ticket);
            Assert.True(Tokens.Proves(token, id));
            Assert.False(Others.Proves(token, id));
        });

    [Fact]
    public void A_number_that_is_given_out_again_is_not_proved_by_an_old_token()
    {
        var token = ReplyTokens.InMessageId(Tokens.MessageId("desk.example", "u", 105, Ours))!;
        Assert.False(Tokens.Proves(token, new Guid("018f0000-0000-7000-8000-000000000002")));
        Assert.False(Tokens.Proves(ReplyTokens.InAddress(Tokens.Address("support@desk.example", 105, Ours))!, Guid.Empty));
    }

    [Fact]
    public void A_changed_message_id_proves_nothing()
    {
        var id = Tokens.MessageId("desk.example", "0192f", 1042, Ours);
        Assert.True(Proves(id));
        Assert.False(Proves(id.Replace("1042", "1043", StringComparison.Ordinal)));
        Assert.False(Proves(id.Replace("0192f", "0192e", StringComparison.Ordinal)));
        Assert.Null(ReplyTokens.InMessageId(id.Replace("@", "x@", StringComparison.Ordinal)));
    }

    [Fact]
    public void Servers_may_change_the_case_and_the_domain() =>
        Assert.True(Proves(Tokens.MessageId("desk.example", "AbC", 7, Ours).ToUpperInvariant().Replace("@DESK.EXAMPLE", "@prod.outlook.example", StringComparison.Ordinal)));

    [Fact]
    public void An_address_says_which_ticket_it_belongs_to()
    {
        var address = Tokens.Address("Support@desk.example", 12, Ours)!;
        Assert.StartsWith("Support+12.", address, StringComparison.Ordinal);
        Assert.EndsWith("@desk.example", address, StringComparison.Ordinal);
        var token = ReplyTokens.InAddress(address.ToLowerInvariant())!;
        Assert.Equal((12, true, false), (token.Ticket, Tokens.Proves(token, Ours), Others.Proves(token, Ours)));
        Assert.Equal("Support@desk.example", ReplyTokens.WithoutTicket(address));
        Assert.Null(ReplyTokens.InAddress("support+12@desk.example"));
        Assert.Equal("carla+news@customer.example", ReplyTokens.WithoutTicket("carla+news@customer.example"));
    }

    [Fact]
    public void A_token_of_an_address_is_none_of_a_message_id()
    {
        var address = Tokens.Address("support@desk.example", 12, Ours)!;
        Assert.False(Tokens.Proves(ReplyTokens.InMessageId(address.Replace('+', '.'))!, Ours));
    }

    [Fact]
    public void A_local_part_that_would_become_too_long_gets_no_token() =>
        Assert.Null(Tokens.Address(new string('a', 60) + "@desk.example", 12, Ours));

    [Fact]
    public void An_older_key_is_still_believed()
    {
        var after = new ReplyTokens([Key("a new key of the desk"), Key("a key of this desk")]);
        Assert.True(after.Proves(ReplyTokens.InMessageId(Tokens.MessageId("desk.example", "u", 5, Ours))!, Ours));
        Assert.False(Proves(after.MessageId("desk.example", "u", 5, Ours)));
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
            Assert.Null(ReplyTokens.InMessageId(text));
            Assert.Null(ReplyTokens.InAddress(text));
            Assert.Equal(text, ReplyTokens.WithoutTicket(text));
            Assert.False(Tokens.IsOurMark(text));
        });

    [Fact]
    public void A_key_must_be_a_secret() =>
        Assert.Throws<ArgumentException>(() => new ReplyTokens([new byte[8]]));

    private static bool Proves(string id) => Tokens.Proves(ReplyTokens.InMessageId(id)!, Ours);

    private static ReadOnlyMemory<byte> Key(string secret) => Encoding.UTF8.GetBytes(secret);
}
