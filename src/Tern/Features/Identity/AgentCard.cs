namespace Tern.Features.Identity;

/// <summary>What pages need to know of an agent.</summary>
internal sealed record AgentCard(AgentId Id, string Name, string Email, TimeZoneInfo Zone, bool IsAdministrator, string Stamp)
{
    /// <summary>One or two letters for the round sign beside a name.</summary>
    internal string Initials
    {
        get
        {
            var words = Name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words.Length switch
            {
                0 => "?",
                1 => First(words[0]),
                _ => First(words[0]) + First(words[^1]),
            };
        }
    }

    private static string First(string word) => char.IsLetterOrDigit(word[0]) ? char.ToUpperInvariant(word[0]).ToString() : "";
}
