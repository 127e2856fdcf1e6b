using Microsoft.EntityFrameworkCore;
using Tern.Benchmarks.Mails;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.Hosting;
using Tern.Mail;
using Tern.MailEngine;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Pages;

/// <summary>Fills a desk with tickets through its own intake: the same mails again and again, each time with ids of their own.</summary>
internal sealed class TicketSeed(BenchPlan plan, WorkFolder work)
{
    private const int BatchSize = 500;
    private static readonly MailboxForIntake Mailbox = new(new MailboxId(Guid.Parse("018f0000-0000-7000-8000-000000000001")), "support@desk.example", "Support");

    internal async Task FillAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var data = DataDirectory.Open(dataDirectory);
        var configuration = new ConfigurationBuilder().AddTernSources(data, []).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddTern(configuration, data);
        await using var provider = services.BuildServiceProvider();
        var mails = await UnderstandAsync(provider.GetRequiredService<TicketIntake>(), cancellationToken);
        var tickets = 0;
        for (var round = 0; tickets < plan.Tickets; round++)
        {
            foreach (var batch in mails.Chunk(BatchSize))
            {
                // No more than is missing; the last batch may hold replies, so a few are added one round later.
                tickets += await ApplyAsync(provider, [.. batch.Take(plan.Tickets - tickets).Select(mail => Again(mail, round))], cancellationToken);
            }
        }
    }

    private async Task<List<UnderstoodMail>> UnderstandAsync(TicketIntake intake, CancellationToken cancellationToken)
    {
        var understood = new List<UnderstoodMail>();
        var reading = await intake.PrepareAsync(isExchangeOnline: true, cancellationToken);
        foreach (var raw in await MailSet.MakeAsync(plan, work, seed: 0, cancellationToken))
        {
            understood.Add(await intake.UnderstandAsync(new ArrivingMail(new MemoryStream(raw), TimeProvider.System.GetUtcNow()), reading, cancellationToken));
        }

        return understood;
    }

    private static async Task<int> ApplyAsync(ServiceProvider provider, List<UnderstoodMail> mails, CancellationToken cancellationToken)
    {
        await using var db = await provider.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var outcomes = await provider.GetRequiredService<TicketIntake>().ApplyAsync(db, Mailbox, mails, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcomes.OfType<IntakeOutcome.Ingested>().Count(outcome => outcome.IsNew);
    }

    private static UnderstoodMail Again(UnderstoodMail understood, int round) => understood with
    {
        Mail = understood.Mail with
        {
            MessageId = Id(understood.Mail.MessageId!, round),
            InReplyTo = Ids(understood.Mail.InReplyTo, round),
            References = Ids(understood.Mail.References, round),
            Subject = round == 0 ? understood.Mail.Subject : TicketReferenceFree(understood.Mail.Subject),
        },
    };

    /// <summary>A number in a subject is the number of the first round.</summary>
    private static string TicketReferenceFree(string subject) => TicketReference.FindAll(subject).Aggregate(subject, (rest, number) => rest.Replace($"[#{number}]", ""));

    private static IReadOnlyList<string> Ids(IReadOnlyList<string> ids, int round) => [.. ids.Select(id => Id(id, round))];

    private static string Id(string id, int round) => $"{round}.{id}";
}
