using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tern.Data;
using Tern.Data.Blobs;
using Tern.Features.Mailboxes;
using Tern.Hosting;
using Tern.MailEngine.Errors;

namespace Tern.Commands;

/// <summary><c>tern check</c>: configuration, data directory, database and keys; says what is wrong and what to do.</summary>
internal static class CheckCommand
{
    internal static Command Create()
    {
        var command = new Command("check", "Check configuration, data directory, database and keys. Changes no setting and no mailbox.");
        command.SetAction((parsed, cancellationToken) => CommandRun.WithDirectoryAsync(parsed, async services =>
        {
            var data = services.GetRequiredService<DataDirectory>();
            var problems = await StepAsync("data directory", () => Task.FromResult((data.FullPath, data.OpenToOthers())));
            problems += await StepAsync("configuration", () => ConfigurationAsync(services));
            var database = await StepAsync("database", () => DatabaseAsync(services, cancellationToken));
            problems += database;

            // Keys and blobs would be made by looking, and there is nothing of a Tern that they could belong to.
            if (database == 0)
            {
                problems += await StepAsync("keys", () => KeysAsync(services, cancellationToken));
                problems += await StepAsync("blobs", () => BlobsAsync(services, cancellationToken));
            }

            return problems == 0 ? 0 : 1;
        }));
        return command;
    }

    /// <summary>Every section is validated as the server validates it when it starts.</summary>
    private static Task<(string Found, string? Problem)> ConfigurationAsync(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return Task.FromResult(($"public address {services.GetRequiredService<PublicAddress>().Base}", (string?)null));
        }
        catch (OptionsValidationException wrong)
        {
            return Task.FromResult(("", (string?)string.Join(' ', wrong.Failures)));
        }
    }

    private static async Task<(string Found, string? Problem)> DatabaseAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<Installation>().MissingAsync(cancellationToken) is { } missing)
        {
            return ("", $"{missing} {Installation.Remedy}");
        }

        await using var db = await services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContextAsync(cancellationToken);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
        return (db.Database.IsSqlite() ? "SQLite" : "PostgreSQL", pending == 0 ? null : $"{pending} migrations are pending: run \"tern migrate\", or start the server.");
    }

    private static async Task<(string Found, string? Problem)> KeysAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContextAsync(cancellationToken);
        var stored = await db.Credentials.Select(c => c.Protected).ToListAsync(cancellationToken);
        stored.AddRange(await db.AccessTokens.Select(t => t.Protected).ToListAsync(cancellationToken));
        stored.AddRange(await db.Grants.Where(g => g.ProtectedRefreshToken != null).Select(g => g.ProtectedRefreshToken!).ToListAsync(cancellationToken));
        var box = services.GetRequiredService<SecretBox>();
        var closed = 0;
        foreach (var secret in stored)
        {
            try
            {
                box.Open(secret);
            }
            catch (MailboxAuthenticationException)
            {
                closed++;
            }
        }

        return ($"{stored.Count} stored secrets", closed == 0 ? null : $"{closed} of them cannot be decrypted. Restore the folder \"keys\" of the data directory from the backup that belongs to this database, or enter the credentials again.");
    }

    private static async Task<(string Found, string? Problem)> BlobsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var id = await services.GetRequiredService<BlobStore>().StoreAsync(new MemoryStream("tern check"u8.ToArray()), cancellationToken);
        return services.GetRequiredService<BlobStore>().Exists(id) ? ("can be written", null) : ("", "The blob store lost what was just written.");
    }

    private static async Task<int> StepAsync(string name, Func<Task<(string Found, string? Problem)>> look)
    {
        try
        {
            var (found, problem) = await look();
            await SayAsync(name, found, problem);
            return problem is null ? 0 : 1;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            await SayAsync(name, "", exception.Message);
            return 1;
        }
    }

    private static Task SayAsync(string name, string found, string? problem) =>
        Console.Out.WriteLineAsync(problem is null ? $"ok    {name}: {found}" : $"FAIL  {name}: {(found.Length == 0 ? "" : $"{found}. ")}{problem}");
}
