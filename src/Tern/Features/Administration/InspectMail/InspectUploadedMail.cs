using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.Mail;

namespace Tern.Features.Administration.InspectMail;

/// <summary>An administrator drops a mail and sees what Tern makes of it, and why. Nothing of it is kept.</summary>
internal static class InspectUploadedMail
{
    internal static void Map(RouteGroupBuilder administration)
    {
        administration.MapGet("/mail", () => Page(null, null));
        administration.MapPost("/mail", InspectAsync);
    }

    private static async Task<RazorComponentResult<InspectMailPage>> InspectAsync(IFormFileCollection files, TernDbContext db, CancellationToken cancellationToken)
    {
        if (files is not [{ Length: > 0 } file])
        {
            return Page(null, "FileMissing", StatusCodes.Status422UnprocessableEntity);
        }

        var own = await db.Mailboxes.Select(mailbox => mailbox.AddressNormalized).ToHashSetAsync(cancellationToken);
        await using var content = file.OpenReadStream();
        using var raw = new MemoryStream();
        await content.CopyToAsync(raw, cancellationToken);
        return Page(MailInspection.Of(file.FileName, MailReader.Read(raw.GetBuffer().AsMemory(0, (int)raw.Length), new MailReaderOptions { OwnAddresses = own, ReadsExchangeOnline = true })), null);
    }

    private static RazorComponentResult<InspectMailPage> Page(MailInspection? mail, string? problem, int status = StatusCodes.Status200OK) =>
        new(new Dictionary<string, object?> { [nameof(InspectMailPage.Mail)] = mail, [nameof(InspectMailPage.Problem)] = problem }) { StatusCode = status };
}
