namespace Tern.Features.Tickets;

/// <summary>What a form for a message posts beside its text.</summary>
public record MailFormFields : AddressForm
{
    /// <summary>Names the form; see <see cref="Tickets.FormKey"/>.</summary>
    public string? Key { get; init; }

    /// <summary>Names it anew: the agent was told that a mail left before, and wants this one to leave as well.</summary>
    public string? Anew { get; init; }

    internal string? FormKey => string.IsNullOrEmpty(Anew) ? Key : Anew;
}
