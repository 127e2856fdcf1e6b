using Tern.Data.Blobs;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>A mail that was read and whose raw source and files are stored; ready for a short transaction.</summary>
/// <param name="Mail">What it says; its attachments were moved to <paramref name="Files"/>.</param>
/// <param name="ReceivedAt">When the provider received it.</param>
internal sealed record UnderstoodMail(
    IncomingMail Mail, BlobId Raw, string Fingerprint, IReadOnlyList<StoredFile> Files, DateTimeOffset ReceivedAt, string? ProviderId);
