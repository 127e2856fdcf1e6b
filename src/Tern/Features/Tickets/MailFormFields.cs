namespace Tern.Features.Tickets;

/// <summary>What the page of a mail of its own posts beside its text: a mail that is passed on, or the first of a ticket.</summary>
public record MailFormFields : AddressForm
{
    /// <summary>Names the form; see <see cref="Tickets.FormKey"/>.</summary>
    public string? Key { get; init; }

    /// <summary>Names it anew: the agent was told that a mail left before, and wants this one to leave as well.</summary>
    public string? Anew { get; init; }

    internal string? FormKey => string.IsNullOrEmpty(Anew) ? Key : Anew;
}
