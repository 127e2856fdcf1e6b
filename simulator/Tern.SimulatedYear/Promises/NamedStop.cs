using Tern.SimulatedYear.Diaries;
using Tern.SimulatedYear.Office;

namespace Tern.SimulatedYear.Promises;

/// <summary>A stop beside what the diary says had happened.</summary>
/// <param name="Stop">The stop.</param>
/// <param name="Happening">What was going on that is called so; null where nothing was.</param>
internal sealed record NamedStop(Stop Stop, Happening? Happening)
{
    /// <summary>It went on for longer than what had happened takes to heal.</summary>
    internal bool IsOverdue => Happening is { } happening && !(Stop.Until <= HealedBy(happening));

    /// <summary>It is the stop, or the announcement, that had to come.</summary>
    internal bool Fulfils(RightName name, Who who) => Stop.Mailbox.Who == who && IsCalled(Stop, name) && (name.Sureness != Sureness.Stops || !Stop.IsAhead);

    internal static NamedStop Of(Stop stop, IEnumerable<Happening> happenings) => new(stop, happenings.FirstOrDefault(h => Explains(h, stop)));

    private static bool Explains(Happening happening, Stop stop) =>
        YearOffice.Start + happening.From <= stop.From && stop.From < HealedBy(happening) && happening.Names.Any(name => IsCalled(stop, name));

    private static DateTimeOffset HealedBy(Happening happening) => YearOffice.Start + happening.Until + happening.HealsWithin;

    private static bool IsCalled(Stop stop, RightName name) =>
        name.Who.HasFlag(stop.Mailbox.Who) && (name.Code, name.ProviderCode, name.Class) == (stop.Code, stop.ProviderCode, stop.Class);
}
