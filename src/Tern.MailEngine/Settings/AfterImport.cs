namespace Tern.MailEngine.Settings;

/// <summary>What is done at the provider with a mail that has become part of the desk.</summary>
/// <param name="Kind">What.</param>
/// <param name="Target">The category's name or the folder's id; null where none is needed.</param>
public sealed record AfterImport(AfterImportKind Kind, string? Target = null)
{
    /// <summary>Nothing is touched.</summary>
    public static AfterImport Leave { get; } = new(AfterImportKind.Leave);
}

/// <summary>What can be done with a mail after it was read. The numbers are stored.</summary>
public enum AfterImportKind
{
    /// <summary>Nothing.</summary>
    Leave = 0,

    /// <summary>It counts as read.</summary>
    MarkRead = 1,

    /// <summary>It gets a category beside those it has.</summary>
    Categorize = 2,

    /// <summary>It is moved into another folder.</summary>
    Move = 3,
}
