using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tern.Mail.Scorecard;

/// <summary>The lines for a person, with the names of what was missed below them, or for a program.</summary>
internal static class ScorecardText
{
    private const int NameLength = 240;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Table(IReadOnlyList<ScoreLine> lines)
    {
        var text = new StringBuilder($"{"folder",-14}{"measure",-28}{"missed",8}{"of",8}{"allowed",9}\n");
        foreach (var line in lines)
        {
            text.Append($"{line.Folder,-14}{line.Measure.Name,-28}{line.Missed,8}{line.Of,8}{line.Allowed,9}{(line.IsHeld ? "" : "  OVER")}{(line.IsWhole ? "" : "  not the whole set")}\n");
        }

        foreach (var line in lines.Where(line => line.Names.Count > 0))
        {
            text.Append($"\n{line.Folder}, {line.Measure.Name}:\n");
            foreach (var name in line.Names)
            {
                text.Append($"  {OneLine(name)}\n");
            }
        }

        return text.ToString();
    }

    internal static string Json(IReadOnlyList<ScoreLine> lines) =>
        JsonSerializer.Serialize(
            lines.Select(line => new { folder = line.Folder, measure = line.Measure.Name, missed = line.Missed, of = line.Of, allowed = line.Allowed, held = line.IsHeld, names = line.Names }),
            Readable) + "\n";

    private static string OneLine(string name)
    {
        name = name.ReplaceLineEndings(" ");
        return name.Length > NameLength ? name[..NameLength] + "…" : name;
    }
}
