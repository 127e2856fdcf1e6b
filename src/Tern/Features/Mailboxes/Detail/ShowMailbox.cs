using Tern.MailEngine;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>One mailbox: how it fares, what it works with, what was set aside.</summary>
internal static class ShowMailbox
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapGet("/{id:guid}", ShowAsync);

    private static Task<IResult> ShowAsync(Guid id, string? said, MailboxView view, CancellationToken cancellationToken) =>
        view.PageAsync(new MailboxId(id), new Answered { Said = said }, cancellationToken);
}
