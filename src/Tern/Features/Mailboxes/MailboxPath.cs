using Microsoft.AspNetCore.Http.HttpResults;

namespace Tern.Features.Mailboxes;

/// <summary>The address of a mailbox's page.</summary>
internal static class MailboxPath
{
    internal static string Of(MailEngine.MailboxId id, string? said = null) => $"/mailboxes/{id}{(said is null ? "" : $"?said={said}")}";

    internal static RedirectHttpResult Redirect(MailEngine.MailboxId id, string? said = null) => TypedResults.Redirect(Of(id, said));
}
