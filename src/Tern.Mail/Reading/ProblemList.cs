namespace Tern.Mail.Reading;

/// <summary>Collects what was guessed, each once and not without end.</summary>
internal sealed class ProblemList
{
    private List<string>? _problems;

    internal void Add(string problem)
    {
        _problems ??= [];
        if (_problems.Count < Limits.Problems && !_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }

    internal IReadOnlyList<string> ToList() => _problems is null ? [] : _problems;
}
