using System.CommandLine;
using System.IO.Enumeration;
using Tern.Features.Administration;
using Tern.Mail;

namespace Tern.Commands.Mail;

/// <summary><c>tern mail inspect</c>: everything that Tern reads in a raw mail. Needs no data directory, and changes nothing.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Source = new("FILE") { Description = "A raw mail (.eml), a folder of them, or - for standard input." };

    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON; of a folder, one object a line. Its form is stable (docs/guide/mail-inspect.md)." };

    private static readonly Option<string[]> Own = new("--own")
    {
        Description = "An address or Message-ID domain of ours, as often as needed: own mail is no customer's.",
        HelpName = "ADDRESS|DOMAIN",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Trust = new("--trust")
    {
        Description = "A server whose Authentication-Results are believed, as often as needed; \"exchange\" for mail read from Exchange Online.",
        HelpName = "SERVER|exchange",
        DefaultValueFactory = _ => [],
    };

    internal static Command Create()
    {
        var command = new Command("inspect", "Print all that Tern makes of a raw mail.") { Source, Json, Own, Trust };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Source)!, parsed.GetValue(Json), Options(parsed.GetValue(Own)!, parsed.GetValue(Trust)!), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string source, bool asJson, MailReaderOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (source == "-")
            {
                await using var input = Console.OpenStandardInput();
                await WriteAsync(await UntilStoppedAsync(() => MailInspection.Of("-", MailReader.Read(input, options)), cancellationToken), asJson, isLine: false);
            }
            else if (Directory.Exists(source))
            {
                return await InspectFolderAsync(source, asJson, options, cancellationToken);
            }
            else
            {
                await WriteAsync(await UntilStoppedAsync(() => Inspect(source, source, options), cancellationToken), asJson, isLine: false);
            }

            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{source} cannot be read: {exception.Message} Name a file, a folder, or - for standard input.");
            return 1;
        }
    }

    /// <summary>Every file has its line, also one that cannot be read.</summary>
    private static async Task<int> InspectFolderAsync(string folder, bool asJson, MailReaderOptions options, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var file in FilesBelow(folder).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            try
            {
                await WriteAsync(Inspect(name, file, options), asJson, isLine: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failed++;
                await WriteAsync(MailInspection.Of(name, new IncomingMail
                {
                    AnswerObstacles = ["It was not read."],
                    Problems = [$"The file cannot be read: {exception.Message}"],
                }), asJson, isLine: true);
            }
        }

        return failed == 0 ? 0 : 1;
    }

    /// <summary>Links to folders are not followed: they may lead in a circle.</summary>
    private static FileSystemEnumerable<string> FilesBelow(string folder) => new(folder, (ref entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
    {
        ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
        ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };

    /// <summary>Opening a pipe waits for whoever writes into it, and no token reaches it there.</summary>
    private static Task<MailInspection> UntilStoppedAsync(Func<MailInspection> read, CancellationToken cancellationToken) => Task.Run(read, cancellationToken).WaitAsync(cancellationToken);

    private static MailInspection Inspect(string name, string path, MailReaderOptions options)
    {
        // Only from a folder: nobody named the pipes and devices in it, and their size is nought.
        if (name != path && new FileInfo(path).Length == 0)
        {
            return MailInspection.Of(name, MailReader.Read(ReadOnlyMemory<byte>.Empty, options));
        }

        using var stream = File.OpenRead(path);
        return MailInspection.Of(name, MailReader.Read(stream, options));
    }

    private static Task WriteAsync(MailInspection inspection, bool asJson, bool isLine) =>
        asJson ? isLine ? JsonOutput.WriteLineAsync(inspection) : JsonOutput.WriteAsync(inspection) : Console.Out.WriteAsync(InspectionText.Of(inspection));

    private static MailReaderOptions Options(string[] own, string[] trust) => new()
    {
        OwnAddresses = own.Where(o => o.Contains('@', StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase),
        OwnMessageIdDomains = own.Where(o => !o.Contains('@', StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase),
        TrustedAuthenticationServers = trust.ToHashSet(StringComparer.OrdinalIgnoreCase),
        ReadsExchangeOnline = trust.Contains("exchange", StringComparer.OrdinalIgnoreCase),
    };
}
