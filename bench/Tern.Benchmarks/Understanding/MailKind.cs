namespace Tern.Benchmarks.Understanding;

/// <summary>What a mail is made of, which decides what understanding it costs.</summary>
internal enum MailKind
{
    /// <summary>Nothing but plain text.</summary>
    Text,

    /// <summary>Plain text and HTML as alternatives.</summary>
    Html,

    /// <summary>Text, and files as base64.</summary>
    Files,
}
