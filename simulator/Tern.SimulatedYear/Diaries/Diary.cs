using Tern.SimulatedYear.Office;

namespace Tern.SimulatedYear.Diaries;

/// <summary>What happens in the course of a year, day by day.</summary>
internal sealed class Diary
{
    private readonly List<Happening> _happenings = [];

    internal IReadOnlyList<Happening> Happenings => _happenings;

    /// <summary>The moment of a day, counted from the beginning of the year; the year begins with day 1.</summary>
    internal static TimeSpan At(int day, double hour = 9) => TimeSpan.FromDays(day - 1) + TimeSpan.FromHours(hour);

    /// <summary>What happens on a day, at nine in the morning unless told otherwise.</summary>
    internal Happening On(int day, string text, Action<YearOffice> act, double hour = 9) => On(day, text, Happening.AtOnce(act), hour);

    /// <summary>What happens on a day and takes a while to be done.</summary>
    internal Happening On(int day, string text, Func<YearOffice, Task> act, double hour = 9)
    {
        var happening = new Happening(text, At(day, hour), act);
        _happenings.Add(happening);
        return happening;
    }

    /// <summary>Those that are over before a shorter year ends.</summary>
    internal IEnumerable<Happening> Within(int days) => _happenings.Where(h => h.Until < TimeSpan.FromDays(days));
}
