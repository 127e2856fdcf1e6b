namespace Tern.Mail.Tests.Composing;

public sealed class MailSubjectTests
{
    [Theory]
    [InlineData("Printer", "Fwd: Printer")]
    [InlineData("Re: Printer [#7]", "Fwd: Printer [#7]")]
    [InlineData("Fwd: WG: AW: Printer", "Fwd: Printer")]
    [InlineData("Auto: Re: Printer", "Fwd: Printer")]
    [InlineData("", "Fwd:")]
    public void A_forward_has_one_prefix(string subject, string expected)
    {
        Assert.Equal(expected, MailSubject.Forward(subject));
        Assert.Equal(expected, MailSubject.Forward(expected));
    }

    [Theory]
    [InlineData("Printer", "Auto: Printer")]
    [InlineData("Re: Printer [#7]", "Auto: Printer [#7]")]
    [InlineData("Auto: AUTO: Re: Printer", "Auto: Printer")]
    [InlineData("Automatic doors", "Auto: Automatic doors")]
    public void An_automatic_answer_has_one_prefix(string subject, string expected)
    {
        Assert.Equal(expected, MailSubject.AutomaticAnswer(subject));
        Assert.Equal(expected, MailSubject.AutomaticAnswer(expected));
    }

    [Fact]
    public void The_number_goes_with_either()
    {
        Assert.Equal("Fwd: Printer [#7]", TicketReference.InSubject(7, MailSubject.Forward("Re: Printer")));
        Assert.Equal("Auto: Printer [#7]", TicketReference.InSubject(7, MailSubject.AutomaticAnswer("Re: Printer")));
    }
}
