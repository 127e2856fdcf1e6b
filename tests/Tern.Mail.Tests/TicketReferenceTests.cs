namespace Tern.Mail.Tests;

public sealed class TicketReferenceTests
{
    [Theory]
    [InlineData("[#12345] Printer", 12345L)]
    [InlineData("AW: Printer [#1]", 1L)]
    [InlineData("Printer [#2] [#3] [#2]", 2L, 3L)]
    [InlineData("Printer #12345")]
    [InlineData("Printer [12345]")]
    [InlineData("Printer [#]")]
    [InlineData("Printer [#0]")]
    [InlineData("Printer [#12345678901234567890]")]
    [InlineData("")]
    public void Only_the_one_form_is_a_reference(string subject, params long[] numbers) => Assert.Equal(numbers, TicketReference.FindAll(subject));

    [Theory]
    [InlineData("Printer", "Printer [#7]")]
    [InlineData("Re: Printer", "Re: Printer [#7]")]
    [InlineData("Re: Re: AW: Printer", "Re: Printer [#7]")]
    [InlineData("Re: [#7] Printer", "Re: Printer [#7]")]
    [InlineData("Re: Printer [#7] [#8]", "Re: Printer [#7]")]
    [InlineData("Fwd: Re: Printer", "Fwd: Printer [#7]")]
    [InlineData("RE[2]: Printer", "RE[2]: Printer [#7]")]
    [InlineData("Return: Printer", "Return: Printer [#7]")]
    [InlineData("", "[#7]")]
    public void The_number_stands_once_and_prefixes_are_not_doubled(string subject, string expected)
    {
        Assert.Equal(expected, TicketReference.InSubject(7, subject));
        Assert.Equal(expected, TicketReference.InSubject(7, expected));
    }

    [Fact]
    public void The_bare_subject_is_what_a_thread_shares() => Assert.Equal("Printer on fire", TicketReference.Bare("WG: Re:  Printer   on fire [#7]"));
}
