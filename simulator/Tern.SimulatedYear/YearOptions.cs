namespace Tern.SimulatedYear;

/// <summary>What the command line says.</summary>
/// <param name="Seed">Decides everything that is drawn.</param>
/// <param name="Days">How much of the year is played.</param>
internal sealed record YearOptions(int Seed = 1, int Days = 365)
{
    internal const string Usage = "Options: --seed N (1), --days N (365; from 1 to 365).";

    /// <returns>Null where the words cannot be understood.</returns>
    internal static YearOptions? Read(IReadOnlyList<string> words)
    {
        var options = new YearOptions();
        for (var i = 0; i < words.Count; i += 2)
        {
            if (i + 1 == words.Count || !int.TryParse(words[i + 1], out var number))
            {
                return null;
            }

            switch (words[i])
            {
                case "--seed":
                    options = options with { Seed = number };
                    break;
                case "--days" when number is >= 1 and <= 365:
                    options = options with { Days = number };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
