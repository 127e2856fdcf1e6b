namespace Tern.Microsoft365Simulator.Entra;

/// <summary>An AADSTS code with the OAuth error and the status it usually comes with (reference-error-codes).</summary>
/// <param name="Code">The number behind AADSTS.</param>
/// <param name="OAuth">The OAuth 2.0 error (RFC 6749 §5.2).</param>
/// <param name="Text">What the description says after the code.</param>
internal sealed record EntraError(int Code, string OAuth, string Text)
{
    internal string? Suberror { get; init; }

    internal string? Claims { get; init; }

    /// <summary>Seconds until another try makes sense; written as Retry-After.</summary>
    internal int? RetryAfter { get; init; }

    internal int Status { get; init; } = OAuth switch
    {
        "invalid_client" => 401,
        "temporarily_unavailable" => 503,
        _ => 400,
    };

    /// <summary>The error for a code, with a text of its own or the general one.</summary>
    internal static EntraError Of(int code, string? text = null)
    {
        var known = EntraErrors.Known.TryGetValue(code, out var found) ? found : new EntraError(code, "invalid_grant", "The request was refused.");
        return text is null ? known : known with { Text = text };
    }

    /// <summary>A parameter that has to be there.</summary>
    internal static EntraRefusalException Missing(string parameter, string where = "request body") =>
        new(Of(900144, $"The {where} must contain the following parameter: '{parameter}'."));
}

/// <summary>Ends a request at Entra wherever the rule is found that refuses it; answered with the error body.</summary>
internal sealed class EntraRefusalException(EntraError error) : Exception(error.Text)
{
    internal EntraRefusalException(int code, string? text = null)
        : this(EntraError.Of(code, text))
    {
    }

    internal EntraError Error { get; } = error;
}
