namespace Tern.Microsoft365Simulator.Customers;

/// <summary>A mail as a person writes it, before it is MIME.</summary>
public sealed record Letter
{
    /// <summary>The writer's name, shown before the address; null for the address alone.</summary>
    public string? Name { get; init; }

    /// <summary>Addresses it goes to; in an answer they may be left out.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Addresses that get a copy.</summary>
    public IReadOnlyList<string> Cc { get; init; } = [];

    /// <summary>The subject; null for none, or in an answer for the old one with "Re: ".</summary>
    public string? Subject { get; init; }

    /// <summary>The plain text.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The HTML form of the text, if any.</summary>
    public string? Html { get; init; }

    /// <summary>Files that go with it.</summary>
    public IReadOnlyList<LetterFile> Files { get; init; } = [];

    /// <summary>Headers beside the usual ones, such as List-Id.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>A file that goes with a letter.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes.</param>
public sealed record LetterFile(string Name, string ContentType, byte[] Content);
