using Tern.MailEngine.Sync;

namespace Tern.MailEngine.Running;

/// <summary>Who wants to know the result of a check.</summary>
internal sealed class Askers
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource<CycleReport?>> _asked = [];
    private readonly List<TaskCompletionSource<CycleReport?>> _admitted = [];

    public Task<CycleReport?> Add()
    {
        var asked = new TaskCompletionSource<CycleReport?>();
        lock (_gate)
        {
            _asked.Add(asked);
        }

        return asked.Task;
    }

    /// <summary>The check that starts now is for everybody who has asked by now; who asks while it runs is owed the next one.</summary>
    /// <returns>Whether anybody has.</returns>
    public bool Admit()
    {
        lock (_gate)
        {
            _admitted.AddRange(_asked);
            _asked.Clear();
            return _admitted.Count > 0;
        }
    }

    public void Answer(CycleReport? report, bool onlyAdmitted = false)
    {
        TaskCompletionSource<CycleReport?>[] answered;
        lock (_gate)
        {
            answered = onlyAdmitted ? [.. _admitted] : [.. _admitted, .. _asked];
            _admitted.Clear();
            if (!onlyAdmitted)
            {
                _asked.Clear();
            }
        }

        foreach (var one in answered)
        {
            one.TrySetResult(report);
        }
    }
}
