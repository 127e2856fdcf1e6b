using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Hosting;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>
/// Everything that is known of a mailbox's trouble, for whoever helps: states, codes, ids of requests, dates. No secret, token, key, mail or customer; of addresses
/// the domain only.
/// </summary>
internal static partial class DownloadDiagnostics
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DictionaryKeyPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(), new WithoutNames() },
    };

    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapGet("/{id:guid}/diagnostics", DownloadAsync);

    private static async Task<IResult> DownloadAsync(Guid id, TernDbContext db, MailboxView view, PushView push, PublicAddress address, TimeProvider time, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        if (await MailboxCard.From(db).SingleOrDefaultAsync(m => m.Id == mailboxId, cancellationToken) is not { } card)
        {
            return TypedResults.NotFound();
        }

        var folders = await db.FoldersOfAsync(mailboxId, cancellationToken);
        var cursors = await db.SyncCursors.Where(c => c.MailboxId == mailboxId).Select(c => new { c.Folder, c.UpdatedAt, c.CensusAt, c.WholeCensusAt }).ToListAsync(cancellationToken);
        var lease = await db.MailboxLeases.Where(l => l.MailboxId == mailboxId).Select(l => new { l.Epoch, l.ExpiresAt, IsHeld = l.Owner != null }).SingleOrDefaultAsync(cancellationToken);
        var report = new
        {
            Version = 1,
            At = time.GetUtcNow(),
            Tern = typeof(DownloadDiagnostics).Assembly.GetName().Version?.ToString(),
            Mailbox = new
            {
                Id = card.Id.ToString(),
                Address = Redacted(card.Address),
                Folders = folders.Select(f => new { f.Folder, f.Role }),
                AfterImport = card.AfterImport.Kind,
                card.IsPaused,
                SendsAs = Redacted(card.SenderAddress),
            },
            Connection = new
            {
                card.GrantKind,
                card.IsShared,
                card.Tenant,
                card.ClientId,
                card.ApplicationObjectId,
                card.Authority,
                card.Api,
                RedirectUri = address.RedirectUri(),
                Permissions = card.Permissions,
                Needed = NeededPermissions.Of(card.GrantKind, card.IsShared),
                SignedIn = card.SignedInObjectId is null ? null : new { ObjectId = card.SignedInObjectId, Name = Redacted(card.SignedInUserName), At = card.SignedInAt },
                Rolling = card.RollingFaultCode is null ? null : new { Code = card.RollingFaultCode, Detail = card.RollingFaultDetail },
            },
            State = new
            {
                card.State,
                card.Since,
                card.FaultCode,
                card.ProviderCode,
                CorrelationId = card.RequestId,
                card.TraceId,
                card.FaultAt,
                Detail = card.FaultDetail,
                card.WorksUntil,
                card.LastSuccessAt,
                card.LastMailAt,
                card.NextCheckAt,
                card.ClockOffsetSeconds,
            },
            Token = new { IssuedAt = card.TokenIssuedAt, ExpiresAt = card.TokenExpiresAt, RefreshAt = card.TokenRefreshAt, card.RefreshedAt },
            Push = await push.OfAsync(mailboxId, cancellationToken),
            Credentials = await view.CredentialsAsync(mailboxId, cancellationToken),
            Lease = lease,
            FoldersRead = cursors,
            Mail = await view.FatesAsync(mailboxId, cancellationToken),
            History = await view.HistoryAsync(mailboxId, cancellationToken),
        };
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(report, Readable), "application/json", $"tern-{card.Id}.json");
    }

    private static string? Redacted(string? address) => address is null ? null : $"…@{address[(address.LastIndexOf('@') + 1)..]}";

    /// <summary>Microsoft's own words name people; what stands before an @ goes, in whatever text it is.</summary>
    private sealed partial class WithoutNames : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(Names().Replace(value, "…"));

        [GeneratedRegex(@"[\w.+'#-]+(?=@[\w-])", RegexOptions.CultureInvariant, 1000)]
        private static partial Regex Names();
    }
}
