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

    /// <summary>Why the mail must not be taken for read: something of it was left out because it is more than any mail may cost, or cannot be parsed. The first reason.</summary>
    internal string? Unread { get; private set; }

    internal void AddUnread(string reason)
    {
        Unread ??= reason;
        Add(reason);
    }

    internal IReadOnlyList<string> ToList() => _problems is null ? [] : _problems;
}
