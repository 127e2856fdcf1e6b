using System.Text;

namespace Tern.Benchmarks.Understanding;

/// <summary>Words as customers write them, in two languages, with the letters that need encoding. The same seed writes the same.</summary>
internal sealed class Prose(Random random)
{
    private static readonly string[] Words =
        ("the order was shipped last week but parcel is still missing please check number invoice account since update printer does not start we have tried "
        + "everything twice thank you for your help could somebody call me tomorrow morning about contract delivery address changed our office moved "
        + "die Bestellung kam nicht an bitte prüfen Sie Rechnung und Lieferung können wir den Termin verschieben Gerät startet nicht mehr über Größe für Rückfragen").Split(' ');

    internal string Sentence()
    {
        var sentence = new StringBuilder();
        for (var left = random.Next(5, 16); left > 0; left--)
        {
            sentence.Append(sentence.Length == 0 ? "" : " ").Append(Words[random.Next(Words.Length)]);
        }

        sentence[0] = char.ToUpperInvariant(sentence[0]);
        return sentence.Append('.').ToString();
    }

    /// <summary>Paragraphs of lines of at most some 76 characters, apart by empty lines.</summary>
    internal IEnumerable<string> Lines(int paragraphs)
    {
        for (var i = 0; i < paragraphs; i++)
        {
            for (var left = random.Next(1, 5); left > 0; left--)
            {
                yield return Sentence();
            }

            yield return "";
        }
    }
}
