namespace Tern.Mail;

/// <summary>Subjects of mails that pass on or answer by themselves. A reference to a ticket stays where it is (<see cref="TicketReference"/>).</summary>
public static class MailSubject
{
    private const string Automatic = "Auto:";

    /// <summary>"Fwd: " and the subject without the reply and forward prefixes it had, in any of the usual languages.</summary>
    public static string Forward(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return $"Fwd: {Bare(subject)}".TrimEnd();
    }

    /// <summary>"Auto: " and the subject of the mail answered (RFC 3834 §3.1.5), without the prefixes it had.</summary>
    public static string AutomaticAnswer(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return $"{Automatic} {Bare(subject)}".TrimEnd();
    }

    private static string Bare(string subject)
    {
        var rest = TicketReference.WithoutPrefixes(subject.Trim());
        while (rest.StartsWith(Automatic, StringComparison.OrdinalIgnoreCase))
        {
            rest = TicketReference.WithoutPrefixes(rest[Automatic.Length..].TrimStart());
        }

        return rest;
    }
}
