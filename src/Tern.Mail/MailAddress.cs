namespace Tern.Mail;

/// <summary>Who a mail is from or for: the address as written, and the name shown beside it.</summary>
/// <param name="Address">The address as the mail spells it; domains in ASCII or Unicode, not verified.</param>
/// <param name="Name">The display name, decoded; null where the mail gives none.</param>
public sealed record MailAddress(string Address, string? Name)
{
    /// <summary>The address as a key: trimmed and in lower case, because no provider tells two people apart by case.</summary>
    public string Normalized => Address.Trim().ToLowerInvariant();

    /// <summary>The display name, or the part before the @ where there is none.</summary>
    public string NameOrLocalPart
    {
        get
        {
            if (!string.IsNullOrWhiteSpace(Name))
            {
                return Name;
            }

            var at = Address.LastIndexOf('@');
            return at > 0 ? Address[..at] : Address;
        }
    }
}
