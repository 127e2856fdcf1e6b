namespace Tern.Data;

/// <summary>A row of the ordered feed: its id order must be its commit order.</summary>
internal interface IFeedEntry
{
    long Id { get; }
}
