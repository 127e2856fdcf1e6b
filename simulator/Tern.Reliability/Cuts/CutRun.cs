using System.Globalization;
using System.Text.Json.Nodes;
using Tern.Features.Mailboxes;
using Tern.MailEngine.Settings;
using Tern.Reliability.Processes;
using Tern.Reliability.Running;

namespace Tern.Reliability.Cuts;

/// <summary>
/// Sending and reading are cut at every request they make. An undisturbed run shows which requests there are; then as many mailboxes as there are places do the
/// same work, each cut at another place: first their connections break, then all are held at their places at once and the desk is killed (SIGKILL). Between two
/// requests there is one commit, so that "before the next request" and "after the last one, not stored" are all there is between them.
/// </summary>
internal sealed class CutRun(string folder, string? postgreSql, int seed, TextWriter progress, bool onlyKills = false)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Random _random = new(seed);

    internal async Task<CutReport> RunAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var store = await DeskStore.CreateAsync(postgreSql, cancellationToken);
        await using var tenant = await SimulatedTenant.StartAsync(folder, seed, cancellationToken);
        var settings = new JsonObject { ["hiddenInTransit"] = false, ["sentItemsAfter"] = "00:00:00.3", ["deliverAfter"] = "00:00:00.1" };
        await tenant.SetAsync(settings, cancellationToken);
        await using var desk = await Desk.CreateAsync(folder, store, tenant, Engine(), isTold: false, cancellationToken);

        CutSubject[] models = [new("model-answer", CutWork.Answer), new("model-file", CutWork.AnswerWithFile), new("model-read", CutWork.Read)];
        await desk.StartAsync(cancellationToken);
        using var agent = await Agent.SignInAsync(desk.Address, cancellationToken);
        var work = new CutWorkers(tenant, desk, agent);
        var doubts = new Doubts(tenant, desk, agent, work);
        await ConnectAsync(tenant, desk, [.. models, .. doubts.Subjects], cancellationToken);
        await work.WaitUntilReadyAsync(models, cancellationToken);
        var subjects = Subjects(await ModelsAsync(tenant, work, models, cancellationToken)).Where(s => s.IsKilled || !onlyKills).ToList();
        var check = new CutCheck(tenant, desk, agent);
        await TellAsync(began, "an undisturbed run showed the requests");
        await progress.WriteLineAsync($"{store.Kind}, seed {seed}: {subjects.Count} mailboxes, each cut at another place.");

        // New mailboxes are entered beside the running desk, which finds them.
        await ConnectAsync(tenant, desk, subjects, cancellationToken);
        await work.WaitUntilReadyAsync(subjects, cancellationToken);
        var broken = new List<string>(onlyKills ? [] : await doubts.RunAsync(settings, cancellationToken));
        await TellAsync(began, "what is uncertain was looked for again");
        var cut = subjects.Where(s => !s.IsKilled).ToList();
        await tenant.MendAsync(cancellationToken);
        await BreakAsync(tenant, cut, cancellationToken);
        await work.BeginAsync(cut, cancellationToken);
        await work.WaitUntilDoneAsync(cut, Patience, cancellationToken);
        broken.AddRange(await NotStruckAsync(tenant, cancellationToken));

        await TellAsync(began, "connections were cut");
        var killed = subjects.Where(s => s.IsKilled).ToList();
        await tenant.MendAsync(cancellationToken);
        await BreakAsync(tenant, killed, cancellationToken);
        await work.BeginAsync(killed, cancellationToken);
        await Wait.UntilAsync(Patience, async () => (await NotStruckAsync(tenant, cancellationToken)).Count == 0, async () => string.Join('\n', await NotStruckAsync(tenant, cancellationToken)), cancellationToken);
        await desk.KillAsync();
        await TellAsync(began, "killed, with every mailbox at its place");
        await tenant.MendAsync(cancellationToken);

        // And again while it gets over it, at moments that the seed draws.
        var again = _random.Next(2, 4);
        for (var i = 0; i < again; i++)
        {
            await desk.StartAsync(cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(100, 1500)), TimeProvider.System, cancellationToken);
            await desk.KillAsync();
        }

        await desk.StartAsync(cancellationToken);
        await work.WaitUntilDoneAsync(killed, Patience, cancellationToken);
        await TellAsync(began, "everything got home");
        var uncertain = 0;
        foreach (var subject in subjects)
        {
            uncertain += await check.LookAgainAsync(subject, cancellationToken) ? 1 : 0;
            broken.AddRange(await check.BrokenAsync(subject, cancellationToken));
        }

        return new CutReport(store.Kind, seed, subjects, uncertain, again + 1, broken, TimeProvider.System.GetElapsedTime(began));
    }

    private Task TellAsync(long began, string what) => progress.WriteLineAsync($"{TimeProvider.System.GetElapsedTime(began).TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)} s: {what}");

    /// <summary>As in production, only faster.</summary>
    private static JsonObject Engine() => new()
    {
        ["PollInterval"] = "00:00:02",
        ["OutboxInterval"] = "00:00:01",
        ["SentLookAfter"] = "00:00:01",
        ["SentLookGap"] = "00:00:01",
        ["CensusInterval"] = "00:00:02",
        ["WholeCensusInterval"] = "1.00:00:00",
    };

    private static async Task ConnectAsync(SimulatedTenant tenant, Desk desk, IReadOnlyList<CutSubject> subjects, CancellationToken cancellationToken)
    {
        foreach (var subject in subjects)
        {
            await tenant.AddMailboxAsync(subject.Name, cancellationToken);
            if (subject.Work != CutWork.Read)
            {
                await tenant.SendAsync(subject.Letter(1), subject.Address, cancellationToken);
            }
        }

        foreach (var kind in subjects.GroupBy(s => s.Work == CutWork.Read))
        {
            Action<Mailbox>? change = kind.Key ? mailbox => mailbox.AfterImport = AfterImportKind.MarkRead : null;
            var ids = await desk.AddMailboxesAsync(tenant, kind.Select(s => s.Address), change, cancellationToken);
            foreach (var (subject, id) in kind.Zip(ids))
            {
                subject.Id = id;
            }
        }
    }

    private static async Task<IReadOnlyList<(CutWork Work, CutPoint Point)>> ModelsAsync(SimulatedTenant tenant, CutWorkers work, IReadOnlyList<CutSubject> models, CancellationToken cancellationToken)
    {
        await tenant.ForgetRequestsAsync(cancellationToken);
        await work.BeginAsync(models, cancellationToken);
        await work.WaitUntilDoneAsync(models, Patience, cancellationToken);
        var reader = models.Single(m => m.Work == CutWork.Read);
        await Wait.UntilAsync(
            Patience,
            async () => (await tenant.RequestsAsync(cancellationToken)).Count(r => IsCount(r) && Is(r, reader)) >= 2,
            () => Task.FromResult("The folders were not counted."),
            cancellationToken);
        var log = await tenant.RequestsAsync(cancellationToken);
        return [.. models.SelectMany(m => CutPoint.In([.. log.Where(r => Is(r, m))], m.Address, r => m.Work == CutWork.Read ? true : !IsReading(r))
            .Where(p => m.Work != CutWork.Read || !p.Shape.EndsWith("/delta", StringComparison.Ordinal) || p.Earlier < 2)
            .DistinctBy(p => (p.Method, p.Shape, p.Earlier))
            .Select(p => (m.Work, p)))];
    }

    /// <summary>Upload addresses name no mailbox, but only one of them uploads.</summary>
    private static bool Is(SeenRequest request, CutSubject subject) => request.Path.StartsWith("/upload/", StringComparison.Ordinal)
        ? subject.Work == CutWork.AnswerWithFile
        : string.Equals(request.Mailbox, subject.Address, StringComparison.OrdinalIgnoreCase);

    private static bool IsReading(SeenRequest request) => request.Path.EndsWith("/delta", StringComparison.Ordinal) || request.Path.EndsWith("/$value", StringComparison.Ordinal) || IsCount(request);

    private static bool IsCount(SeenRequest request) => request is { Method: "GET" } && request.Path.EndsWith("/messages", StringComparison.Ordinal);

    private static IEnumerable<CutSubject> Subjects(IReadOnlyList<(CutWork Work, CutPoint Point)> points) =>
        from isKilled in (bool[])[false, true]
        from point in points
        from hasEffect in (bool[])[false, true]
        select new CutSubject($"{(isKilled ? "killed" : "cut")}-{point.Work.ToString().ToLowerInvariant()}-{point.Point.Number}-{(hasEffect ? "after" : "before")}", point.Work, point.Point, hasEffect, isKilled);

    private static async Task BreakAsync(SimulatedTenant tenant, IEnumerable<CutSubject> subjects, CancellationToken cancellationToken)
    {
        foreach (var subject in subjects)
        {
            var fault = subject.Point!.Fault(subject.Address, subject.Marker, subject.HasEffect, subject.IsKilled);
            fault["id"] = subject.ToString();
            await tenant.BreakAsync(fault, cancellationToken);
        }
    }

    private static async Task<List<string>> NotStruckAsync(SimulatedTenant tenant, CancellationToken cancellationToken) =>
        [.. (await tenant.FaultsAsync(cancellationToken)).Where(f => (int)f!["fired"]! != 1).Select(f => $"{(string)f!["id"]!}: never came to that request.")];
}
