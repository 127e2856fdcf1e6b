using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
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

    private static async Task<RazorComponentResult<InspectMailPage>> InspectAsync(
        IFormFileCollection files, TernDbContext db, TicketIntake intake, TimeProvider time, CancellationToken cancellationToken)
    {
        if (files is not [{ Length: > 0 } file])
        {
            return Page(null, "FileMissing", StatusCodes.Status422UnprocessableEntity);
        }

        await using var content = file.OpenReadStream();
        var arriving = new ArrivingMail(content, time.GetUtcNow());
        var reading = await intake.PrepareAsync(isExchangeOnline: true, cancellationToken);
        var mail = MailReader.Read(arriving.Raw, reading.Options);
        var place = await intake.ForeseeAsync(db, mail, arriving, await MailboxAsync(db, mail, cancellationToken), reading, cancellationToken);
        return Page(MailInspection.Of(file.FileName, mail), null, place: place);
    }

    /// <summary>The mailbox it was sent to, for its rules; any other where it is none of ours.</summary>
    private static async Task<MailboxForIntake> MailboxAsync(TernDbContext db, IncomingMail mail, CancellationToken cancellationToken)
    {
        var addresses = mail.To.Concat(mail.Cc).Concat(mail.DeliveredTo).Select(address => ReplyTokens.WithoutTicket(address.Normalized)).ToArray();
        var mailbox = await db.Mailboxes.AsNoTracking().FirstOrDefaultAsync(mailbox => addresses.Contains(mailbox.AddressNormalized), cancellationToken);
        return mailbox?.ForIntake() ?? new MailboxForIntake(default, "", "");
    }

    private static RazorComponentResult<InspectMailPage> Page(MailInspection? mail, string? problem, int status = StatusCodes.Status200OK, IntakePlan.Decision? place = null) =>
        new(new Dictionary<string, object?>
        {
            [nameof(InspectMailPage.Mail)] = mail,
            [nameof(InspectMailPage.Problem)] = problem,
            [nameof(InspectMailPage.Place)] = place is null ? null : new MailPlace(place.Thread?.Ticket?.Number, place.Thread?.FollowUpOf?.Number, place.Ignored?.ToString()),
        })
        { StatusCode = status };
}

/// <summary>Where a mail would go: the ticket it joins, the closed one it follows up, or why it is left out.</summary>
/// <param name="Ticket">The ticket it joins.</param>
/// <param name="FollowUpOf">The closed ticket that a new one would go on from.</param>
/// <param name="Ignored">A name of <see cref="IntakeIgnored"/>.</param>
public sealed record MailPlace(long? Ticket, long? FollowUpOf, string? Ignored);
