namespace Tern.MailEngine.Delivery;

/// <summary>How far a folder has been read. Every part of it moves only together with the mail that it speaks of.</summary>
/// <param name="Cursor">Where the change feed stands; null before the first round and after a full round was asked for.</param>
/// <param name="CensusAt">When the newest mails were last counted against the ledger; null: never.</param>
/// <param name="WholeCensusAt">When the whole folder was last counted to its end; null: never.</param>
/// <param name="WholeCensusBefore">Of a count of the whole folder that is under way: everything from this moment on has been counted; null while none is.</param>
public sealed record FolderState(string? Cursor, DateTimeOffset? CensusAt, DateTimeOffset? WholeCensusAt, DateTimeOffset? WholeCensusBefore)
{
    /// <summary>Of a folder that was never read.</summary>
    public static FolderState New { get; } = new(null, null, null, null);

    /// <summary>When the folder was first found missing, of all the looks since it was last there; null while it is there.</summary>
    public DateTimeOffset? MissingSince { get; init; }
}
