using System.CommandLine;
using System.Globalization;
using Tern.Features.Mailboxes;
using Tern.MailEngine.Settings;

namespace Tern.Commands.Mailboxes;

/// <summary>What <c>tern mailbox connect</c> takes. Secrets are read from files or standard input, never from arguments that others can see.</summary>
internal static class ConnectOptions
{
    private static readonly Argument<string> Address = new("address") { Description = "The address of the mailbox." };
    private static readonly Option<string> Tenant = new("--tenant") { Description = "The tenant: directory ID or domain.", Required = true };
    private static readonly Option<string> ClientId = new("--client-id") { Description = "The application (client) ID.", Required = true };
    private static readonly Option<string?> ObjectId = new("--object-id") { Description = "The registration's object ID; lets Tern replace a certificate of its own." };
    private static readonly Option<string?> Name = new("--name") { Description = "The name customers see as sender." };
    private static readonly Option<Cloud> In = new("--cloud") { Description = "The Microsoft cloud: worldwide, gcchigh, dod, china, or custom with --authority and --graph.", DefaultValueFactory = _ => Cloud.Worldwide };
    private static readonly Option<string?> Authority = new("--authority") { Description = "With --cloud custom: the address of Entra." };
    private static readonly Option<string?> Graph = new("--graph") { Description = "With --cloud custom: the address of Graph with its version." };
    private static readonly Option<bool> SecretFromInput = new("--secret-stdin") { Description = "Read the client secret's value from standard input." };
    private static readonly Option<FileInfo?> SecretFile = new("--secret-file") { Description = "Read the client secret's value from a file." };
    private static readonly Option<FileInfo?> Certificate = new("--certificate") { Description = "A PKCS #12 file (.pfx, .p12) with the private key." };
    private static readonly Option<FileInfo?> CertificatePasswordFile = new("--certificate-password-file") { Description = "Read the certificate's password from a file." };
    private static readonly Option<string?> TokenFile = new("--federated-token-file") { Description = "The file in which the platform keeps a federated token." };
    private static readonly Option<string> Since = new("--since") { Description = "Which mail becomes tickets: now, all, a number of days such as 30d, or a date such as 2026-11-01.", DefaultValueFactory = _ => "now" };

    internal static readonly Option<bool> MakeCertificate = new("--make-certificate") { Description = "Make a certificate; its public part is printed, to be uploaded to the registration." };
    internal static readonly Option<bool> SignIn = new("--sign-in") { Description = "Delegated: somebody signs in with Microsoft in the browser afterwards." };
    internal static readonly Option<bool> DeviceCode = new("--device-code") { Description = "Delegated: somebody enters a code at Microsoft, on any device; the command waits." };
    internal static readonly Option<bool> Shared = new("--shared") { Description = "With --sign-in or --device-code: a shared mailbox; another account signs in." };
    internal static readonly Option<bool> DryRun = new("--dry-run") { Description = "As the application: show what the first import would take, and store nothing." };

    internal static void AddTo(Command command)
    {
        command.Arguments.Add(Address);
        foreach (var option in (Option[])
        [
            Tenant, ClientId, ObjectId, Name, In, Authority, Graph, SecretFromInput, SecretFile, Certificate, CertificatePasswordFile, TokenFile, MakeCertificate,
            SignIn, DeviceCode, Shared, Since, DryRun,
        ])
        {
            command.Options.Add(option);
        }
    }

    /// <returns>What was asked for, or one sentence of what is wrong with the usage.</returns>
    internal static async Task<(MailboxConnection? Asked, string? Problem)> ReadAsync(ParseResult parsed, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!TryReadSince(parsed.GetValue(Since)!, time.GetUtcNow(), out var since))
        {
            return (null, "--since is now, all, a number of days such as 30d, or a date such as 2026-11-01.");
        }

        var cloud = parsed.GetValue(In);
        var (authority, graph) = (Host(parsed.GetValue(Authority)), Host(parsed.GetValue(Graph)));
        if ((cloud == Cloud.Custom) != (authority is not null && graph is not null))
        {
            return (null, "--authority and --graph belong to --cloud custom, both, as whole addresses.");
        }

        var isDelegated = parsed.GetValue(SignIn) || parsed.GetValue(DeviceCode);
        if (parsed.GetValue(DryRun) && (isDelegated || parsed.GetValue(MakeCertificate)))
        {
            return (null, "--dry-run needs a credential that works already: a secret, a certificate or a federated token.");
        }

        if (!isDelegated && !parsed.GetValue(MakeCertificate) && !parsed.GetValue(SecretFromInput) && parsed.GetValue(SecretFile) is null && parsed.GetValue(Certificate) is null && parsed.GetValue(TokenFile) is null)
        {
            return (null, "Say how Tern proves that it is Tern: --make-certificate, --certificate, --federated-token-file, --secret-stdin or --secret-file; or let somebody sign in: --device-code or --sign-in.");
        }

        return (new MailboxConnection
        {
            Address = parsed.GetRequiredValue(Address).Trim(),
            DisplayName = parsed.GetValue(Name),
            Cloud = cloud,
            CustomAddresses = cloud == Cloud.Custom ? CloudAddresses.Custom(authority!, graph!) : null,
            Tenant = parsed.GetRequiredValue(Tenant).Trim(),
            ClientId = parsed.GetRequiredValue(ClientId).Trim(),
            ApplicationObjectId = parsed.GetValue(ObjectId),
            GrantKind = isDelegated ? GrantKind.Delegated : GrantKind.AppOnly,
            IsShared = parsed.GetValue(Shared),
            Secret = parsed.GetValue(SecretFromInput) ? await Console.In.ReadLineAsync(cancellationToken) : await TextAsync(parsed.GetValue(SecretFile), cancellationToken),
            Certificate = parsed.GetValue(Certificate) is { } file ? await File.ReadAllBytesAsync(file.FullName, cancellationToken) : default(ReadOnlyMemory<byte>),
            CertificatePassword = await TextAsync(parsed.GetValue(CertificatePasswordFile), cancellationToken),
            UsesOwnCertificate = parsed.GetValue(MakeCertificate),
            TokenFile = parsed.GetValue(TokenFile),
            ReceiveSince = since,
        }, null);
    }

    private static Uri? Host(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var host) && (host.Scheme == Uri.UriSchemeHttps || host.IsLoopback) ? host : null;

    private static async Task<string?> TextAsync(FileInfo? file, CancellationToken cancellationToken) =>
        file is null ? null : (await File.ReadAllTextAsync(file.FullName, cancellationToken)).Trim();

    private static bool TryReadSince(string text, DateTimeOffset now, out DateTimeOffset? since)
    {
        since = text == "all" ? DateTimeOffset.UnixEpoch : null;
        if (text is "now" or "all")
        {
            return true;
        }

        if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 3650)
        {
            since = now.AddDays(-days);
            return true;
        }

        if (!DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date))
        {
            return false;
        }

        since = date;
        return true;
    }
}
