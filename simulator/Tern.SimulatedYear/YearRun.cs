using System.Globalization;
using Tern.MailEngine.Testing;
using Tern.SimulatedYear.Diaries;
using Tern.SimulatedYear.Office;
using Tern.SimulatedYear.Promises;

namespace Tern.SimulatedYear;

/// <summary>Plays a diary from the first day to the last, and one day more in which nobody writes and everything gets home.</summary>
internal sealed class YearRun : IDisposable
{
    private readonly PriorityQueue<Func<Task>, (DateTimeOffset At, int Order)> _steps = new();
    private readonly YearOffice _office;
    private readonly Diary _diary;
    private readonly YearOptions _options;
    private int _order;

    private YearRun(Diary diary, YearOptions options)
    {
        (_diary, _options) = (diary, options);
        _office = new YearOffice(options.Seed);
    }

    public void Dispose() => _office.Dispose();

    /// <summary>Plays it, in the calling thread.</summary>
    internal static YearReport Play(Diary diary, YearOptions options)
    {
        using var run = new YearRun(diary, options);
        var started = TimeProvider.System.GetTimestamp();
        var worked = Environment.CpuUsage.TotalTime;
        var played = Task.CompletedTask;
        SimulatedTime.InPlace(() => played = run.PlayAsync());
        if (!played.IsCompleted)
        {
            throw new InvalidOperationException("Something went on in another thread than the driven clock's, so the run is not the same for the same seed.");
        }

        played.GetAwaiter().GetResult();
        return run.Report(TimeProvider.System.GetElapsedTime(started), Environment.CpuUsage.TotalTime - worked);
    }

    private async Task PlayAsync()
    {
        foreach (var happening in _diary.Within(_options.Days))
        {
            Plan(happening);
        }

        foreach (var mailbox in _office.Mailboxes)
        {
            Live(new People(_office, mailbox, new Random((_options.Seed * 10) + (int)mailbox.Who)));
        }

        var end = YearOffice.Start.AddDays(_options.Days);
        for (var day = 1; day <= _options.Days + 1; day++)
        {
            At(YearOffice.Start.AddDays(day), _office.ClearSent);
        }

        while (_steps.TryPeek(out _, out var next) && next.At < end)
        {
            _office.Time.RunUntil(next.At);
            await _steps.Dequeue()();
        }

        _office.Time.RunUntil(end.AddDays(1));
        await _office.StopAllNodesAsync();
        foreach (var mail in _office.Mailboxes.SelectMany(m => _office.Simulator.Customers.Inbox(Letters.CustomerOf(m))))
        {
            _office.Ledger.Received(Post.MessageIdOf(mail.Raw), mail.Received);
        }
    }

    private void Plan(Happening happening)
    {
        At(YearOffice.Start + happening.From, () =>
        {
            Tell(happening.From, happening.Text);
            return happening.Begin(_office);
        });
        if (happening.End is { } end)
        {
            At(YearOffice.Start + happening.Until, () =>
            {
                Tell(happening.Until, $"Over: {happening.Text}");
                return end(_office);
            });
        }
    }

    private void Tell(TimeSpan at, string text) => _office.Log.Add(string.Create(CultureInfo.InvariantCulture, $"Day {at.Days + 1}: {text}"));

    private void Live(People people)
    {
        At(_office.Time.GetUtcNow().AddMinutes(1), Write);

        void Write()
        {
            var next = people.Write();
            if (people.AnswersAfter() is { } after)
            {
                At(_office.Time.GetUtcNow() + after, people.Answer);
            }

            At(_office.Time.GetUtcNow() + next, Write);
        }
    }

    private void At(DateTimeOffset moment, Action act) => At(moment, () =>
    {
        act();
        return Task.CompletedTask;
    });

    private void At(DateTimeOffset moment, Func<Task> act) => _steps.Enqueue(act, (moment, _order++));

    private YearReport Report(TimeSpan took, TimeSpan worked) => new()
    {
        Seed = _options.Seed,
        Days = _options.Days,
        Took = took,
        Worked = worked,
        Hash = _office.Log.Hash,
        Events = _office.Log.Count,
        Requests = _office.Wire.Requests,
        Unauthorized = _office.Wire.Unauthorized,
        ExpiredTokens = _office.Simulator.RequestLog.ExpiredTokens,
        PowerFailures = _office.PowerFailures,
        Checks = _office.Stops.Reports,
        Connections = [.. _office.Mailboxes.Select(m => new ConnectionCount(m.Name, m.Kind, _office.Wire.TokensOf(m.App.ClientId)))],
        Written = [.. _office.Ledger.Written],
        Replies = [.. _office.Ledger.Replies],
        Strange = [.. _office.Ledger.Strange],
        UnsentReplies = [.. _office.Shared.Outbox.Values.Where(i => i.State != MailEngine.Outbox.OutboxState.Sent).Select(i => $"{i.MessageId}: {i.State} {i.Fault?.Code}")],
        Stops = [.. _office.Stops.Stops.Select(s => NamedStop.Of(s, _diary.Within(_options.Days)))],
        Secrets = _office.Credentials.Secrets,
        Warnings = [.. _office.Shared.Warnings],
        CertificatesEnd = _office.Credentials.RegisteredCertificatesEnd(),
        Happenings = [.. _diary.Within(_options.Days)],
    };
}
