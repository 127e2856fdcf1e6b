using System.Globalization;
using Tern.Mail;
using Tern.Mail.Endurance;

// corpus FOLDER | mutations FOLDER SEED FIRST COUNT | make NUMBER FILE | file FILE | huge KIND | peak KIND | kinds | large KIND BYTES FILE | large-kinds
// Prints "read N, threw N, slow N, slowest MS" and each mail that threw or took two seconds.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var time = TimeProvider.System;
int read = 0, threw = 0, slow = 0;
var slowest = TimeSpan.Zero;

switch (args)
{
    case ["corpus", var folder]:
        foreach (var file in Files(folder))
        {
            Read(file, File.ReadAllBytes(file));
        }

        break;
    case ["mutations", var folder, var seed, var first, var count]:
        var mails = Files(folder).Select(File.ReadAllBytes).Where(m => m.Length is > 0 and < 200_000).ToList();
        for (var i = 0; i < Number(count); i++)
        {
            Read($"mutation {seed}/{Number(first) + i}", Mutation.Make(mails, Number(seed), Number(first) + i));
        }

        break;
    case ["make", var number, var file]:
        // By a process of its own: what the making takes must not count.
        File.WriteAllBytes(file, HeavyMail.Make(Number(number)));
        return 0;
    case ["file", var file]:
        Read(Path.GetFileName(file), File.ReadAllBytes(file));
        break;
    case ["huge", var kind]:
        Read(kind, HugeMail.Make(kind, HugeMail.Size));
        break;
    case ["peak", var kind]:
        Console.WriteLine($"{HugeMail.Size} {PeakMemory.Of(kind)}");
        return 0;
    case ["large", var kind, var size, var file]:
        if (LargeMailFile.Check(kind, long.Parse(size), file) is { Length: > 0 } wrong)
        {
            Console.WriteLine($"{kind}: {wrong}");
            return 1;
        }

        return 0;
    case ["large-kinds"]:
        Console.WriteLine(string.Join('\n', LargeMailFile.Kinds));
        return 0;
    case ["kinds"]:
        Console.WriteLine(string.Join('\n', HugeMail.Kinds));
        return 0;
    default:
        Console.Error.WriteLine("corpus FOLDER | mutations FOLDER SEED FIRST COUNT | make NUMBER FILE | file FILE | huge KIND | peak KIND | kinds | large KIND BYTES FILE | large-kinds");
        return 2;
}

Console.WriteLine($"read {read}, threw {threw}, slow {slow}, slowest {slowest.TotalMilliseconds:0} ms");
return threw + slow == 0 ? 0 : 1;

void Read(string name, byte[] raw, bool again = true)
{
    var started = time.GetTimestamp();
    try
    {
        var mail = MailReader.Read(raw);
        _ = SafeHtml.ToText(mail.Html ?? "");
    }
    catch (Exception problem)
    {
        threw++;
        Console.WriteLine($"{name}: {problem.GetType().Name}: {problem.Message}");
    }

    var took = time.GetElapsedTime(started);
    if (took > TimeSpan.FromSeconds(2) && again)
    {
        // Something else may have had the processor; what is slow is slow again.
        Read(name, raw, again: false);
        return;
    }

    slowest = took > slowest ? took : slowest;
    read++;
    if (took > TimeSpan.FromSeconds(2))
    {
        slow++;
        Console.WriteLine($"{name}: {took.TotalMilliseconds:0} ms for {raw.Length} bytes");
    }
}

static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
