using Tern.MailEngine.Errors;
using Tern.SimulatedYear.Office;

namespace Tern.SimulatedYear.Diaries;

/// <summary>Something that happens, at once or for a while, and what a mailbox may rightly say about it meanwhile.</summary>
/// <param name="text">What happens, as a sentence.</param>
/// <param name="from">When, counted from the beginning of the year.</param>
/// <param name="begin">Makes it happen.</param>
internal sealed class Happening(string text, TimeSpan from, Func<YearOffice, Task> begin)
{
    private readonly List<RightName> _names = [];

    internal string Text { get; private set; } = text;

    internal TimeSpan From { get; } = from;

    /// <summary>When it is over; what happens at once is over at once.</summary>
    internal TimeSpan Until { get; private set; } = from;

    /// <summary>How long after its end a mailbox may still stand: gaps between tries, and tokens that were issued meanwhile.</summary>
    internal TimeSpan HealsWithin { get; private set; } = TimeSpan.FromMinutes(45);

    /// <summary>Whether somebody's sign-in was ended, so that it is right to send that person to the sign-in page.</summary>
    internal bool EndsSignIn => _names.Exists(n => n.Class == FaultClass.PersonMustSignIn);

    internal IReadOnlyList<RightName> Names => _names;

    /// <summary>Single mails may come late meanwhile, although their mailbox does not stop.</summary>
    internal bool IsRough { get; private set; }

    internal Func<YearOffice, Task> Begin => begin;

    internal Func<YearOffice, Task>? End { get; private set; }

    /// <summary>It lasts so long and ends by itself, or by what is done then.</summary>
    internal Happening For(TimeSpan span, Action<YearOffice>? end = null)
    {
        Until = From + span;
        End = end is null ? null : AtOnce(end);
        return this;
    }

    /// <summary>It lasts until that day, when this is done about it.</summary>
    internal Happening UntilDay(int day, string text, Action<YearOffice> end) => UntilDay(day, text, AtOnce(end));

    /// <summary>It lasts until that day, when this is done about it.</summary>
    internal Happening UntilDay(int day, string text, Func<YearOffice, Task> end)
    {
        Until = Diary.At(day);
        Text = $"{Text} Day {day}: {text}";
        End = end;
        return this;
    }

    /// <summary>These mailboxes stop over it, and this is what the stop is called.</summary>
    internal Happening Stops(Who who, string code, string? providerCode, FaultClass @class) => Name(who, code, providerCode, @class, Sureness.Stops);

    /// <summary>These mailboxes say at least what will stop them, and may come to it.</summary>
    internal Happening Announces(Who who, string code, string? providerCode, FaultClass @class) => Name(who, code, providerCode, @class, Sureness.Announces);

    /// <summary>These mailboxes may stop over it, and then this is what the stop is called.</summary>
    internal Happening MayStop(Who who, string code, string? providerCode, FaultClass @class) => Name(who, code, providerCode, @class, Sureness.MayStop);

    internal Happening MayDelayMail()
    {
        IsRough = true;
        return this;
    }

    internal Happening Heals(TimeSpan within)
    {
        HealsWithin = within;
        return this;
    }

    internal static Func<YearOffice, Task> AtOnce(Action<YearOffice> act) => office =>
    {
        act(office);
        return Task.CompletedTask;
    };

    private Happening Name(Who who, string code, string? providerCode, FaultClass @class, Sureness sureness)
    {
        _names.Add(new RightName(who, code, providerCode, @class, sureness));
        return this;
    }
}

/// <summary>Whom something concerns.</summary>
[Flags]
internal enum Who
{
    /// <summary>The mailbox of the app-only connection.</summary>
    Support = 1,

    /// <summary>The mailbox of the delegated connection.</summary>
    Sales = 2,

    /// <summary>Both.</summary>
    Both = Support | Sales,
}

/// <summary>What a stop may be called.</summary>
/// <param name="Who">Whose.</param>
/// <param name="Code">The fault code.</param>
/// <param name="ProviderCode">Microsoft's code; null where its answer has none.</param>
/// <param name="Class">Who must act.</param>
/// <param name="Sureness">Whether it has to come to that.</param>
internal sealed record RightName(Who Who, string Code, string? ProviderCode, FaultClass Class, Sureness Sureness);

/// <summary>How sure a stop is.</summary>
internal enum Sureness
{
    /// <summary>It may come, and have this name.</summary>
    MayStop,

    /// <summary>The mailbox has to say at least that it will stop.</summary>
    Announces,

    /// <summary>The mailbox has to stop.</summary>
    Stops,
}
