using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Localization;
using Tern.Features.Mailboxes;
using Tern.Hosting;
using Tern.MailEngine.Settings;

namespace Tern.Commands.Mailboxes;

/// <summary><c>tern mailbox connect</c>: connects a mailbox from a script, and verifies it at once. Secrets are read from files or standard input, never from arguments that others can see.</summary>
internal static class ConnectCommand
{
    private static readonly Argument<string> Address = new("address") { Description = "The address of the mailbox." };
    private static readonly Option<string> Tenant = new("--tenant") { Description = "The tenant: directory ID or domain.", Required = true };
    private static readonly Option<string> ClientId = new("--client-id") { Description = "The application (client) ID.", Required = true };
    private static readonly Option<string?> Name = new("--name") { Description = "The name customers see as sender." };
    private static readonly Option<bool> SignIn = new("--sign-in") { Description = "Delegated: somebody signs in with Microsoft in the browser afterwards." };
    private static readonly Option<bool> Shared = new("--shared") { Description = "With --sign-in: a shared mailbox; another account signs in." };
    private static readonly Option<bool> SecretFromInput = new("--secret-stdin") { Description = "Read the client secret's value from standard input." };
    private static readonly Option<FileInfo?> SecretFile = new("--secret-file") { Description = "Read the client secret's value from a file." };
    private static readonly Option<FileInfo?> Certificate = new("--certificate") { Description = "A PKCS #12 file (.pfx, .p12) with the private key." };
    private static readonly Option<FileInfo?> CertificatePasswordFile = new("--certificate-password-file") { Description = "Read the certificate's password from a file." };
    private static readonly Option<string> Since = new("--since") { Description = "Which mail becomes tickets: now, all, or a date such as 2026-11-01.", DefaultValueFactory = _ => "now" };

    internal static Command Create()
    {
        var command = new Command("connect", "Connect a Microsoft 365 mailbox.")
        {
            Address, Tenant, ClientId, Name, SignIn, Shared, SecretFromInput, SecretFile, Certificate, CertificatePasswordFile, Since,
        };
        command.SetAction((parsed, cancellationToken) => CommandRun.WithDatabaseAsync(parsed, services => RunAsync(parsed, services, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!TryReadSince(parsed.GetValue(Since)!, out var since))
        {
            await Console.Error.WriteLineAsync("--since is now, all, or a date such as 2026-11-01.");
            return 2;
        }

        await using var scope = services.CreateAsyncScope();
        var asked = new MailboxConnection
        {
            Address = parsed.GetRequiredValue(Address).Trim(),
            DisplayName = parsed.GetValue(Name),
            Tenant = parsed.GetRequiredValue(Tenant).Trim(),
            ClientId = parsed.GetRequiredValue(ClientId).Trim(),
            GrantKind = parsed.GetValue(SignIn) ? GrantKind.Delegated : GrantKind.AppOnly,
            IsShared = parsed.GetValue(Shared),
            Secret = await SecretAsync(parsed, cancellationToken),
            Certificate = parsed.GetValue(Certificate) is { } file ? await File.ReadAllBytesAsync(file.FullName, cancellationToken) : default(ReadOnlyMemory<byte>),
            CertificatePassword = await TextAsync(parsed.GetValue(CertificatePasswordFile), cancellationToken),
            ReceiveSince = since,
        };
        var (mailbox, problems) = await scope.ServiceProvider.GetRequiredService<MailboxRegistry>().AddAsync(asked, cancellationToken);
        if (mailbox is null)
        {
            var text = services.GetRequiredService<IStringLocalizer<MailboxText>>();
            foreach (var problem in problems)
            {
                await Console.Error.WriteLineAsync(text[$"Problem.{problem}"]);
            }

            return 1;
        }

        if (asked.GrantKind == GrantKind.Delegated)
        {
            var address = services.GetRequiredService<PublicAddress>();
            await Console.Out.WriteLineAsync($"{mailbox.Address} is entered. Register this redirect URI (platform Web): {address.RedirectUri()}");
            await Console.Out.WriteLineAsync($"Then sign in with Microsoft here: {address.Of(MailboxPath.Of(mailbox.Id))}");
            return 0;
        }

        var steps = await scope.ServiceProvider.GetRequiredService<MailboxVerification>().RunAsync(mailbox.Id, cancellationToken);
        var verified = ActivatorUtilities.CreateInstance<CheckTelling>(services).Of(mailbox.Address, steps);
        await VerifyCommand.PrintAsync([verified]);
        return verified.Ok ? 0 : 1;
    }

    private static async Task<string?> SecretAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        parsed.GetValue(SecretFromInput) ? await Console.In.ReadLineAsync(cancellationToken) : await TextAsync(parsed.GetValue(SecretFile), cancellationToken);

    private static async Task<string?> TextAsync(FileInfo? file, CancellationToken cancellationToken) =>
        file is null ? null : (await File.ReadAllTextAsync(file.FullName, cancellationToken)).Trim();

    private static bool TryReadSince(string text, out DateTimeOffset? since)
    {
        since = text == "all" ? DateTimeOffset.UnixEpoch : null;
        if (text is "now" or "all")
        {
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
