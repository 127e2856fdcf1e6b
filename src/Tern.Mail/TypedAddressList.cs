namespace Tern.Mail;

/// <summary>What was typed into a field for addresses.</summary>
/// <param name="Addresses">Those that mail can go to, each once.</param>
/// <param name="Unusable">What is none, as it was typed.</param>
public sealed record TypedAddressList(IReadOnlyList<MailAddress> Addresses, IReadOnlyList<string> Unusable);
