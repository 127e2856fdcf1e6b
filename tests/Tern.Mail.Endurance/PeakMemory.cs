using System.Globalization;

namespace Tern.Mail.Endurance;

/// <summary>
/// What one mail takes of this process: its own bytes, all that is held while it is read, and what the collector has not fetched yet, as the kernel counts it (VmHWM). What the
/// process has taken before, for the runtime and for compiled code, is left out.
/// </summary>
internal static class PeakMemory
{
    internal static long Of(string kind)
    {
        for (var i = 0; i < 30; i++)
        {
            MailReader.Read(HugeMail.Make(kind, 20_000));
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        // The peak begins anew from here (proc_pid_clear_refs(5)).
        File.WriteAllText("/proc/self/clear_refs", "5");
        var before = Status("VmRSS:");
        var raw = HugeMail.Make(kind, HugeMail.Size);
        var mail = MailReader.Read(raw);
        var peak = Status("VmHWM:");
        GC.KeepAlive(raw);
        GC.KeepAlive(mail);
        return peak - before;
    }

    private static long Status(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
