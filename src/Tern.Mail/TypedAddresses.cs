using System.Text;
using Tern.Mail.Composing;

namespace Tern.Mail;

/// <summary>Addresses as a person types them into a field: separated by commas, semicolons or line ends, with or without a name before them.</summary>
public static class TypedAddresses
{
    /// <summary>Reads a field. Never throws for what was typed.</summary>
    public static TypedAddressList Read(string? typed)
    {
        var addresses = new List<MailAddress>();
        var unusable = new List<string>();
        foreach (var piece in Pieces(typed ?? ""))
        {
            if (ReadOne(piece) is { } address)
            {
                addresses.Add(address);
            }
            else
            {
                unusable.Add(piece);
            }
        }

        return new TypedAddressList([.. addresses.DistinctBy(address => address.Normalized)], unusable);
    }

    /// <summary>It is one address that mail can go to, as a field would take it.</summary>
    public static bool IsOne(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Read(address) is { Addresses.Count: 1, Unusable.Count: 0 };
    }

    /// <summary>The same list as text for a field.</summary>
    public static string Write(IEnumerable<MailAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        return string.Join(", ", addresses.Select(address => address.Address));
    }

    private static MailAddress? ReadOne(string piece)
    {
        var open = piece.LastIndexOf('<');
        var spec = open >= 0 && piece.EndsWith('>') ? piece[(open + 1)..^1].Trim() : piece;
        var name = open > 0 && piece.EndsWith('>') ? piece[..open].Trim().Trim('"', '\'').Trim() : null;

        // What was meant as two addresses must not become one: no blanks, one @, and a domain with a dot, as everything has that mail goes to.
        var at = spec.IndexOf('@', StringComparison.Ordinal);
        if (spec.Any(char.IsWhiteSpace) || at <= 0 || at != spec.LastIndexOf('@') || !IsDomain(spec[(at + 1)..]))
        {
            return null;
        }

        var address = new MailAddress(spec, string.IsNullOrEmpty(name) ? null : name);
        try
        {
            AddressWriter.Write(address);
            return address;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsDomain(string domain) => domain.Contains('.', StringComparison.Ordinal) && domain.Split('.').All(label => label.Length > 0) && !domain.StartsWith('[');

    private static IEnumerable<string> Pieces(string typed)
    {
        var piece = new StringBuilder();
        var isQuoted = false;
        foreach (var c in typed)
        {
            isQuoted ^= c == '"';
            if (c is '\n' or '\r' || (!isQuoted && c is ',' or ';'))
            {
                isQuoted = false;
                if (piece.ToString().Trim() is { Length: > 0 } whole)
                {
                    yield return whole;
                }

                piece.Clear();
                continue;
            }

            piece.Append(c);
        }

        if (piece.ToString().Trim() is { Length: > 0 } last)
        {
            yield return last;
        }
    }
}
