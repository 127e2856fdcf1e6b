using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Running;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Adds a secret or certificate beside those that are there and tries it at once, so that one can be rolled over without a gap.</summary>
internal static class AddCredential
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/credentials", AddAsync);

    private static async Task<IResult> AddAsync(
        Guid id,
        [FromForm] Form form,
        IFormFile? certificate,
        TernDbContext db,
        MailboxRegistry registry,
        MailboxView view,
        CredentialTrial trial,
        MailboxHost host,
        CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        var connection = await db.Mailboxes.Where(m => m.Id == mailboxId).Select(m => (ConnectionId?)m.ConnectionId).SingleOrDefaultAsync(cancellationToken);
        if (connection is null)
        {
            return TypedResults.NotFound();
        }

        using var buffer = new MemoryStream();
        if (certificate is not null)
        {
            await certificate.CopyToAsync(buffer, cancellationToken);
        }

        var bytes = buffer.ToArray();
        var problem = string.IsNullOrWhiteSpace(form.Secret) && bytes.Length == 0
            ? "CredentialMissing"
            : MailboxConnection.CredentialProblem(form.Secret, bytes, form.CertificatePassword);
        if (problem is not null)
        {
            return await view.PageAsync(mailboxId, new Answered { Problems = [problem] }, cancellationToken);
        }

        if (await registry.IsKnownAsync(connection.Value, form.Secret, bytes, form.CertificatePassword, cancellationToken))
        {
            return await view.PageAsync(mailboxId, new Answered { Problems = ["CredentialKnown"] }, cancellationToken);
        }

        var expires = form.SecretExpires is { } date ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : (DateTimeOffset?)null;
        registry.AddCredentials(connection.Value, form.Secret, expires, bytes, form.CertificatePassword);
        await db.SaveChangesAsync(cancellationToken);
        var added = await db.Credentials.Where(c => c.ConnectionId == connection).OrderByDescending(c => c.CreatedAt).Select(c => c.Id).FirstAsync(cancellationToken);
        return await TryCredential.AnswerAsync(mailboxId, added, uses: false, trial, view, host, cancellationToken);
    }

    internal sealed record Form
    {
        public string? Secret { get; init; }

        public DateOnly? SecretExpires { get; init; }

        public string? CertificatePassword { get; init; }
    }
}
