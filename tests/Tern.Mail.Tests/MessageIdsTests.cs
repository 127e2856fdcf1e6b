namespace Tern.Mail.Tests;

public sealed class MessageIdsTests
{
    [Theory]
    [InlineData("<a@b>", "a@b")]
    [InlineData(" <a@b>\r\n", "a@b")]
    [InlineData("a@b", "a@b")]
    [InlineData("<a\r\n @b>", "a@b")]
    [InlineData("<>", null)]
    [InlineData("  ", null)]
    [InlineData(null, null)]
    public void Brackets_and_space_do_not_count(string? id, string? expected) => Assert.Equal(expected, MessageIds.Normalize(id));

    [Fact]
    public void A_made_id_is_safe_whatever_it_is_made_of() => Assert.Equal("t.1.2@desk.example.org", MessageIds.Create("desk.example.org\r\n", "t<1>\r\n2"));

    [Theory]
    [InlineData("<a@b> <c@d>", new[] { "a@b", "c@d" })]
    [InlineData("<a@b>,\r\n <c@d> <a@b>", new[] { "a@b", "c@d" })]
    [InlineData("your mail of Monday <a@b>", new[] { "a@b" })]
    [InlineData("a@b c@d", new[] { "a@b", "c@d" })]
    [InlineData("<a@b", new[] { "a@b" })]
    [InlineData("nothing", new string[0])]
    public void Ids_are_found_in_what_clients_write(string value, string[] expected) => Assert.Equal(expected, MessageIds.Parse(value));

    [Fact]
    public void Two_spellings_are_one_id() => Assert.True(MessageIds.AreSame("<a@b>", "a@b "));
}
