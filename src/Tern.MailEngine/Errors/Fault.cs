namespace Tern.MailEngine.Errors;

/// <summary>What went wrong with a mailbox, in a form that can be shown, stored and compared.</summary>
/// <param name="Code">The cause: one of <see cref="FaultCodes"/>. Stable; texts and remedies hang on it.</param>
/// <param name="Class">Who or what ends it.</param>
/// <param name="Detail">The provider's own words, shortened; never a secret, a token or a mail's content.</param>
public sealed record Fault(string Code, FaultClass Class, string Detail)
{
    /// <summary>The provider's code, for example <c>AADSTS7000222</c> or <c>ErrorAccessDenied</c>; null where there is none.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>The provider's name of the failed request, for its support (Entra: correlation id; Graph: request-id).</summary>
    public string? RequestId { get; init; }

    /// <summary>The provider's second name of it (Entra: trace id; Graph: client-request-id).</summary>
    public string? TraceId { get; init; }

    /// <summary>When it failed, by the provider's clock; null where it did not say.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What the next sign-in must bring with it, as the JSON that the provider gave; null where it asked for nothing.</summary>
    public string? Claims { get; init; }

    /// <summary>How long the provider asked to be left alone; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
