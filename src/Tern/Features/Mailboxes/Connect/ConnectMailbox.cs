using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tern.Hosting;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>An administrator connects a mailbox: as the application itself, or by signing in with Microsoft.</summary>
internal static class ConnectMailbox
{
    private const int MaxCertificate = 64 * 1024;

    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/connect", Show);
        mailboxes.MapPost("/connect", ConnectAsync);
    }

    private static RazorComponentResult<ConnectPage> Show(PublicAddress address) => Page(address, new ConnectForm(), []);

    private static async Task<Results<RazorComponentResult<ConnectPage>, RedirectHttpResult>> ConnectAsync(
        [FromForm] ConnectForm form,
        IFormFile? certificate,
        PublicAddress address,
        MailboxRegistry registry,
        MailboxHost host,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (certificate?.Length > MaxCertificate)
        {
            return Page(address, form, ["CertificateUnreadable"]);
        }

        var (mailbox, problems) = await registry.AddAsync(
            new MailboxConnection
            {
                Address = (form.Address ?? "").Trim(),
                DisplayName = form.DisplayName,
                Tenant = (form.Tenant ?? "").Trim(),
                ClientId = (form.ClientId ?? "").Trim(),
                GrantKind = form.Way == "sign-in" ? GrantKind.Delegated : GrantKind.AppOnly,
                IsShared = form.Shared,
                Secret = form.Secret,
                SecretExpiresAt = form.SecretExpires is { } date ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null,
                Certificate = await ReadAsync(certificate, cancellationToken),
                CertificatePassword = form.CertificatePassword,
                ReceiveSince = form.Import switch
                {
                    "all" => DateTimeOffset.UnixEpoch,
                    "month" => time.GetUtcNow().AddDays(-30),
                    _ => null,
                },
            },
            cancellationToken);
        if (mailbox is null)
        {
            return Page(address, form, problems);
        }

        host.Ring();
        return MailboxPath.Redirect(mailbox.Id, form.Way == "sign-in" ? "SignInNext" : "Connected");
    }

    private static async Task<byte[]> ReadAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return [];
        }

        using var buffer = new MemoryStream();
        await file.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private static RazorComponentResult<ConnectPage> Page(PublicAddress address, ConnectForm form, IReadOnlyList<string> problems) =>
        new(new Dictionary<string, object?>
        {
            [nameof(ConnectPage.Entered)] = form,
            [nameof(ConnectPage.Problems)] = problems,
            [nameof(ConnectPage.RedirectUri)] = address.RedirectUri(),
        })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}
