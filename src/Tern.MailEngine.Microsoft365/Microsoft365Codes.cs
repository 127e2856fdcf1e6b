using System.Globalization;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Microsoft365.Graph;

namespace Tern.MailEngine.Microsoft365;

/// <summary>Which of Microsoft's codes lead to a cause, for whoever documents or explains causes.</summary>
public static class Microsoft365Codes
{
    private static readonly ILookup<string, string> Entra =
        EntraErrors.Known.OrderBy(row => row.Key).ToLookup(row => row.Value, row => string.Create(CultureInfo.InvariantCulture, $"AADSTS{row.Key}"));

    /// <summary>The codes of Entra in the order of their numbers, then those of Graph; empty where the cause is not Microsoft's.</summary>
    /// <param name="cause">One of <see cref="Errors.FaultCodes"/>.</param>
    public static IReadOnlyList<string> Of(string cause) => [.. Entra[cause], .. GraphErrors.Codes.GetValueOrDefault(cause, [])];
}
