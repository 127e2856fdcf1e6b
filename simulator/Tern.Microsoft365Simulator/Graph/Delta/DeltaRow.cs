using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Delta;

/// <summary>One row of a delta page: a message, some properties of it, or the news that it is gone.</summary>
/// <param name="Message">The message; null when it is gone.</param>
/// <param name="Partial">The only properties that come, when it is not all.</param>
/// <param name="GoneId">The id of what is gone.</param>
internal readonly record struct DeltaRow(StoredMessage? Message, string? Partial, string? GoneId)
{
    internal ReadOnlyMemory<byte> Json(MessageRows rows) => this switch
    {
        { Message: null } => rows.Gone(GoneId!),
        { Partial: { } names } => rows.Partial(Message, names),
        _ => rows.Whole(Message),
    };
}
