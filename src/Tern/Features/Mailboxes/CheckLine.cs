using Tern.MailEngine.Errors;

namespace Tern.Features.Mailboxes;

/// <summary>One line of a live check: what was looked at, how it stands, and what helps.</summary>
/// <param name="Name">What was looked at: the text "Check.{Name}", and its name on the command line.</param>
/// <param name="Result">How it stands.</param>
public sealed record CheckLine(string Name, CheckResult Result)
{
    /// <summary>The cause, where it is one of the table of causes.</summary>
    public string? Code { get; init; }

    public string? ProviderCode { get; init; }

    public string? RequestId { get; init; }

    public string? TraceId { get; init; }

    /// <summary>When Microsoft refused, by its own clock.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Microsoft's own words.</summary>
    public string? Detail { get; init; }

    /// <summary>What helps, or why it was not looked at: the text "Hint.{Hint}".</summary>
    public string? Hint { get; init; }

    /// <summary>What the hint names: see its placeholders.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    internal static CheckLine Ok(string name) => new(name, CheckResult.Ok);

    internal static CheckLine Ok(string name, string hint, params string[] values) => new(name, CheckResult.Ok) { Hint = hint, Values = values };

    internal static CheckLine Warning(string name, string hint, params string[] values) => new(name, CheckResult.Warning) { Hint = hint, Values = values };

    internal static CheckLine Failed(string name, string hint, params string[] values) => new(name, CheckResult.Failed) { Hint = hint, Values = values };

    internal static CheckLine Skipped(string name, string hint, params string[] values) => new(name, CheckResult.Skipped) { Hint = hint, Values = values };

    internal static CheckLine Of(string name, Fault? fault) => fault is null
        ? Ok(name)
        : new CheckLine(name, CheckResult.Failed) { Code = fault.Code, ProviderCode = fault.ProviderCode, RequestId = fault.RequestId, TraceId = fault.TraceId, At = fault.At, Detail = fault.Detail };
}

/// <summary>How a line of a check stands.</summary>
public enum CheckResult
{
    Ok = 0,

    /// <summary>It works, and something about it should be known.</summary>
    Warning = 1,

    Failed = 2,

    /// <summary>It was not looked at; the hint says why.</summary>
    Skipped = 3,
}
