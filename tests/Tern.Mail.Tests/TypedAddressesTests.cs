namespace Tern.Mail.Tests;

/// <summary>What people type into an address field.</summary>
public sealed class TypedAddressesTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(" , ;\n", "")]
    [InlineData("ann@example.org", "ann@example.org")]
    [InlineData("ann@example.org, paul@example.org;maria@example.org\nnina@example.org", "ann@example.org|paul@example.org|maria@example.org|nina@example.org")]
    [InlineData("Ann Smith <ann@example.org>", "Ann Smith=ann@example.org")]
    [InlineData("\"Smith, Ann\" <ann@example.org>, paul@example.org", "Smith, Ann=ann@example.org|paul@example.org")]
    [InlineData("<ann@example.org>", "ann@example.org")]
    [InlineData("ann@example.org, ANN@EXAMPLE.ORG", "ann@example.org")]
    [InlineData("o'brien+tag@sub.example.org", "o'brien+tag@sub.example.org")]
    [InlineData("ann@bücher.example", "ann@bücher.example")]
    public void Addresses_are_read_with_and_without_names(string? typed, string expected)
    {
        var list = TypedAddresses.Read(typed);

        Assert.Empty(list.Unusable);
        Assert.Equal(expected, string.Join('|', list.Addresses.Select(address => address.Name is null ? address.Address : $"{address.Name}={address.Address}")));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("ann@")]
    [InlineData("@example.org")]
    [InlineData("ann@localhost")]
    [InlineData("ann@example..org")]
    [InlineData("ann@.org")]
    [InlineData("ann@@example.org")]
    [InlineData("ann@example.org paul@example.org")]
    [InlineData("Ann ann@example.org")]
    [InlineData("Ann <ann@example.org")]
    [InlineData("ann@[127.0.0.1]")]
    [InlineData("müller@example.org")]
    [InlineData("\"never closed, ann@example.org")]
    public void What_is_none_is_told_as_it_was_typed(string typed)
    {
        var list = TypedAddresses.Read($"good@example.org; {typed}");

        Assert.Equal(["good@example.org"], list.Addresses.Select(address => address.Address));
        Assert.Equal(typed, Assert.Single(list.Unusable));
    }

    [Theory]
    [InlineData("ann@example.org", true)]
    [InlineData("ann@bücher.example", true)]
    [InlineData("team", false)]
    [InlineData("müller@example.org", false)]
    [InlineData("ann@example.org, paul@example.org", false)]
    [InlineData("", false)]
    public void One_address_that_mail_can_go_to_is_told_from_everything_else(string address, bool isOne) => Assert.Equal(isOne, TypedAddresses.IsOne(address));

    [Fact]
    public void A_line_end_ends_a_quote_that_was_never_closed() =>
        Assert.Equal(["paul@example.org"], TypedAddresses.Read("\"never closed\npaul@example.org").Addresses.Select(address => address.Address));
}
