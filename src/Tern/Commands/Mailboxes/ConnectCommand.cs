using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.Hosting;
using Tern.MailEngine.Settings;

namespace Tern.Commands.Mailboxes;

/// <summary><c>tern mailbox connect</c>: connects a mailbox from a script in every way that the wizard knows, and verifies it at once.</summary>
internal static class ConnectCommand
{
    internal static Command Create()
    {
        var command = new Command("connect", "Connect a Microsoft 365 mailbox.");
        ConnectOptions.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandRun.WithDatabaseAsync(parsed, services => RunAsync(parsed, services, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancellationToken)
    {
        var (asked, wrong) = await ConnectOptions.ReadAsync(parsed, services.GetRequiredService<TimeProvider>(), cancellationToken);
        if (asked is null)
        {
            await Console.Error.WriteLineAsync(wrong);
            return 2;
        }

        await using var scope = services.CreateAsyncScope();
        var registry = scope.ServiceProvider.GetRequiredService<MailboxRegistry>();
        if (parsed.GetValue(ConnectOptions.DryRun))
        {
            return asked.Problems() is { Count: > 0 } problems
                ? await RefuseAsync(services, problems)
                : await ActivatorUtilities.CreateInstance<DryRun>(scope.ServiceProvider).RunAsync(asked, cancellationToken);
        }

        if (parsed.GetValue(ConnectOptions.DeviceCode))
        {
            var (connected, refusals, exit) = await ActivatorUtilities.CreateInstance<DeviceConnecting>(scope.ServiceProvider, ActivatorUtilities.CreateInstance<DeviceGrant>(scope.ServiceProvider)).RunAsync(asked, cancellationToken);
            return connected is null ? refusals.Count > 0 ? await RefuseAsync(services, refusals) : exit : await VerifyAsync(scope.ServiceProvider, connected, cancellationToken);
        }

        var (mailbox, wrongs) = await registry.AddAsync(asked, cancellationToken);
        if (mailbox is null)
        {
            return await RefuseAsync(services, wrongs);
        }

        if (asked.UsesOwnCertificate)
        {
            await PrintCertificateAsync(scope.ServiceProvider, mailbox, cancellationToken);
        }

        if (asked.GrantKind == GrantKind.Delegated)
        {
            var address = services.GetRequiredService<PublicAddress>();
            await Console.Error.WriteLineAsync($"{mailbox.Address} is entered. Register this redirect URI (platform Web): {address.RedirectUri()}");
            await Console.Error.WriteLineAsync($"Then sign in with Microsoft here: {address.Of(MailboxPath.Of(mailbox.Id))}");
            return 0;
        }

        // What was made a moment ago cannot be registered yet.
        return asked.UsesOwnCertificate ? 0 : await VerifyAsync(scope.ServiceProvider, mailbox, cancellationToken);
    }

    private static async Task<int> VerifyAsync(IServiceProvider services, Mailbox mailbox, CancellationToken cancellationToken)
    {
        var steps = await services.GetRequiredService<MailboxVerification>().RunAsync(mailbox.Id, cancellationToken);
        var verified = ActivatorUtilities.CreateInstance<CheckTelling>(services).Of(mailbox.Address, steps);
        await VerifyCommand.PrintAsync([verified]);
        if (verified.Ok)
        {
            return 0;
        }

        // The mailbox is there all the same: what is wrong is often mended at Microsoft, and Tern then goes on by itself.
        var failed = verified.Steps.First(step => step.Result == "failed");
        await Console.Error.WriteLineAsync(
            $"Stored, but it does not work yet: {failed.Cause ?? failed.Hint} Mend that and run \"tern mailbox verify {mailbox.Address}\", or take it away with \"tern mailbox remove {mailbox.Address}\".");
        return 1;
    }

    private static async Task PrintCertificateAsync(IServiceProvider services, Mailbox mailbox, CancellationToken cancellationToken)
    {
        var connection = await services.GetRequiredService<TernDbContext>().Connections.AsNoTracking().Include(c => c.Credentials).SingleAsync(c => c.Id == mailbox.ConnectionId, cancellationToken);
        var certificate = services.GetRequiredService<ConnectionReader>().Read(connection).Credentials.OfType<CertificateCredential>().First(c => c.IsOwn).Certificate;
        await Console.Out.WriteLineAsync(certificate.ExportCertificatePem());
        await Console.Error.WriteLineAsync(
            $"{mailbox.Address} is entered. Upload this certificate to the registration (thumbprint {certificate.Thumbprint}); Tern then goes on by itself. \"tern mailbox verify {mailbox.Address}\" tells whether it does.");
    }

    private static async Task<int> RefuseAsync(IServiceProvider services, IReadOnlyList<string> problems)
    {
        var text = services.GetRequiredService<IStringLocalizer<MailboxText>>();
        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync(text[$"Problem.{problem}"]);
        }

        return 1;
    }
}
