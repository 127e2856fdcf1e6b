using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Mailboxes;

namespace Tern.Commands.Mailboxes;

/// <summary><c>tern mailbox list</c>: every mailbox with its state.</summary>
internal static class ListCommand
{
    internal static Command Create()
    {
        var command = new Command("list", "Show every mailbox with its state.") { MailboxCommand.Json };
        command.SetAction((parsed, cancellationToken) => CommandRun.WithInstallationAsync(parsed, async services =>
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContextAsync(cancellationToken);
            var cards = await MailboxCard.From(db).ToListAsync(cancellationToken);
            if (parsed.GetValue(MailboxCommand.Json))
            {
                await JsonOutput.WriteAsync(new { version = 1, mailboxes = cards.Select(Line) });
                return 0;
            }

            foreach (var card in cards)
            {
                await Console.Out.WriteLineAsync($"{card.Address}  {card.State}{(card.FaultCode is null ? "" : $" ({card.FaultCode})")}  last check {Text(card.LastSuccessAt)}  last mail {Text(card.LastMailAt)}  token until {Text(card.TokenExpiresAt)}");
            }

            if (cards.Count == 0)
            {
                await Console.Out.WriteLineAsync("No mailbox is connected. Connect one in the browser, or with \"tern mailbox connect\".");
            }

            return 0;
        }));
        return command;
    }

    private static object Line(MailboxCard card) => new
    {
        id = card.Id.ToString(),
        card.Address,
        card.State,
        card.Since,
        card.FaultCode,
        card.LastSuccessAt,
        card.LastMailAt,
        card.NextCheckAt,
        card.TokenIssuedAt,
        card.TokenExpiresAt,
        card.TokenRefreshAt,
    };

    private static string Text(DateTimeOffset? at) => at is { } moment ? $"{moment:yyyy-MM-dd HH:mm:ss}Z" : "never";
}
