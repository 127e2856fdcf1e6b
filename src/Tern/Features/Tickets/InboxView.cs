namespace Tern.Features.Tickets;

/// <summary>The fixed views of the list.</summary>
public enum InboxView
{
    Open,
    Mine,
    Unassigned,
    Pending,
    Done,
    Spam,
    All,
}
