using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tern.Features.Mailboxes;

/// <summary>What was entered while a mailbox is connected, and what the checks found. Kept as JSON; no secret is in it.</summary>
public sealed record SetupAnswers
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public Cloud Cloud { get; init; }

    /// <summary>Where Entra and Graph are, for a cloud without addresses of its own.</summary>
    public string? CustomAuthority { get; init; }

    public string? CustomGraph { get; init; }

    public string? Address { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>The address is an alias of this one, or mail leaves under another one than it is read from.</summary>
    public string? SenderAddress { get; init; }

    /// <summary>A shared mailbox, which has no sign-in of its own.</summary>
    public bool IsShared { get; init; }

    /// <summary>An administrator of the tenant is at hand.</summary>
    public bool HasAdministrator { get; init; } = true;

    /// <summary>Microsoft's page can come back to this server's address.</summary>
    public bool ComesBack { get; init; } = true;

    public ConnectWay Way { get; init; }

    public ProofKind? Proof { get; init; }

    /// <summary>The directory id, where the tenant was found in this cloud.</summary>
    public string? TenantId { get; init; }

    /// <summary>Every address of the mailbox, where the directory told them.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>A mailbox that Tern must not reach.</summary>
    public string? ForbiddenAddress { get; init; }

    /// <summary>now, days or all.</summary>
    public string Import { get; init; } = "now";

    public int ImportDays { get; init; } = 30;

    public ImportPreview? Preview { get; init; }

    public RoundTrip? RoundTrip { get; init; }

    /// <summary>An answer that came to the question for consent after that is looked into by itself.</summary>
    public DateTimeOffset? ConsentCheckedAt { get; init; }

    public IReadOnlyDictionary<SetupStep, StepState> Steps { get; init; } = new Dictionary<SetupStep, StepState>();

    public IReadOnlyDictionary<SetupStep, IReadOnlyList<CheckLine>> Checks { get; init; } = new Dictionary<SetupStep, IReadOnlyList<CheckLine>>();

    internal bool IsDone(SetupStep step) => Steps.ContainsKey(step);

    /// <summary>The first step that is open.</summary>
    internal SetupStep Next => Enum.GetValues<SetupStep>().FirstOrDefault(step => !IsDone(step), SetupStep.Proof);

    internal IReadOnlyList<CheckLine> ChecksOf(SetupStep step) => Checks.GetValueOrDefault(step) ?? [];

    /// <summary>A check was made: the step is done where something was looked at and nothing failed, and otherwise only if the administrator goes on knowingly.</summary>
    internal SetupAnswers With(SetupStep step, IReadOnlyList<CheckLine> lines, bool anyway) => this with
    {
        Checks = new Dictionary<SetupStep, IReadOnlyList<CheckLine>>(Checks) { [step] = lines },
        Steps = lines.Any(line => line.Result == CheckResult.Failed) || lines.All(line => line.Result == CheckResult.Skipped)
            ? anyway ? Marked(step, StepState.Doubtful) : Without(step)
            : Marked(step, StepState.Done),
    };

    internal SetupAnswers With(SetupStep step, StepState state) => this with { Steps = Marked(step, state) };

    /// <summary>What hangs on an answer that changed is open again.</summary>
    internal SetupAnswers Reopen(params ReadOnlySpan<SetupStep> steps)
    {
        var open = steps.ToArray();
        return this with
        {
            Steps = Steps.Where(s => !open.Contains(s.Key)).ToDictionary(s => s.Key, s => s.Value),
            Checks = Checks.Where(c => !open.Contains(c.Key)).ToDictionary(c => c.Key, c => c.Value),
        };
    }

    internal static SetupAnswers Read(string json) => JsonSerializer.Deserialize<SetupAnswers>(json, Json) ?? new SetupAnswers();

    internal string Write() => JsonSerializer.Serialize(this, Json);

    private Dictionary<SetupStep, StepState> Marked(SetupStep step, StepState state) => new(Steps) { [step] = state };

    private Dictionary<SetupStep, StepState> Without(SetupStep step) => Steps.Where(s => s.Key != step).ToDictionary(s => s.Key, s => s.Value);
}

/// <summary>What a first import would take.</summary>
/// <param name="Count">How many mails.</param>
/// <param name="First">The first of them.</param>
public sealed record ImportPreview(int Count, IReadOnlyList<ImportLine> First);

public sealed record ImportLine(string From, string Subject, DateTimeOffset ReceivedAt);

/// <summary>A test mail on its way in, and the answer to it on its way out.</summary>
public sealed record RoundTrip
{
    public required string Subject { get; init; }

    public required string To { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public long? Ticket { get; init; }

    public DateTimeOffset? ArrivedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When the answer was seen among the sent mails.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Why it does not go on.</summary>
    public CheckLine? Problem { get; init; }

    internal bool IsOver => SeenAt is not null || Problem is not null;
}
