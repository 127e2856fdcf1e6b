using Tern.SimulatedYear.Diaries;
using Tern.SimulatedYear.Office;

namespace Tern.SimulatedYear.Promises;

/// <summary>A stop beside what the diary says had happened.</summary>
/// <param name="Stop">The stop.</param>
/// <param name="Happening">What was going on that is called so; null where nothing was.</param>
internal sealed record NamedStop(Stop Stop, Happening? Happening)
{
    internal static NamedStop Of(Stop stop, Diary diary) => new(stop, diary.Happenings.FirstOrDefault(h => Explains(h, stop)));

    private static bool Explains(Happening happening, Stop stop)
    {
        var from = YearOffice.Start + happening.From;
        var healed = YearOffice.Start + happening.Until + happening.HealsWithin;
        return from <= stop.From && stop.From < healed && stop.Until <= healed && happening.Names.Any(name => IsCalled(stop, name));
    }

    private static bool IsCalled(Stop stop, RightName name) =>
        name.Who.HasFlag(stop.Mailbox.Who) && (name.Code, name.ProviderCode, name.Class) == (stop.Code, stop.ProviderCode, stop.Class);
}
