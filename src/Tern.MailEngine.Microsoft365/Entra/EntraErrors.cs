using System.Text.Json;
using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>
/// What an answer of the token endpoint means for us. The OAuth <c>error</c> alone is not enough: <c>invalid_grant</c> also carries throttling and
/// transient trouble, so a small table of AADSTS codes goes first (Entra: "Error handling code development", error reference).
/// </summary>
internal static class EntraErrors
{
    private static readonly Dictionary<int, (string Code, FaultClass Class)> Known = Build();

    /// <summary>Reads an error body. Lenient: HTML, empty bodies and unknown shapes are transient, never a reason to call the grant dead.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="retryAfter">Retry-After, if there was one.</param>
    public static Fault Read(int status, string? body, TimeSpan? retryAfter)
    {
        var answer = Parse(body);
        if (status is 408 or 429 or >= 500 || answer is null)
        {
            var throttled = status == 429;
            return new Fault(
                throttled ? FaultCodes.Throttled : answer is null && status < 500 ? FaultCodes.AnswerUnreadable : FaultCodes.ProviderDown,
                throttled ? FaultClass.Throttled : FaultClass.Transient,
                $"The token endpoint answered {status}.")
            {
                RetryAfter = retryAfter,
                ProviderCode = answer?.ProviderCode,
                RequestId = answer?.CorrelationId,
            };
        }

        var (code, @class) = Classify(answer);
        return new Fault(code, @class, answer.Description)
        {
            ProviderCode = answer.ProviderCode,
            RequestId = answer.CorrelationId,
            RetryAfter = retryAfter ?? (@class == FaultClass.Throttled ? TimeSpan.FromMinutes(5) : null),
        };
    }

    private static (string Code, FaultClass Class) Classify(Answer answer)
    {
        foreach (var code in answer.Codes)
        {
            if (Known.TryGetValue(code, out var known))
            {
                return known;
            }
        }

        return answer.Error switch
        {
            "authorization_pending" or "slow_down" => (FaultCodes.SignInPending, FaultClass.Transient),
            "temporarily_unavailable" or "server_error" => (FaultCodes.ProviderDown, FaultClass.Transient),
            "invalid_client" => (FaultCodes.ConfigurationWrong, FaultClass.AdministratorMustAct),
            "consent_required" => (FaultCodes.ConsentMissing, FaultClass.AdministratorMustAct),
            "invalid_grant" or "interaction_required" or "login_required" => (FaultCodes.GrantEnded, FaultClass.PersonMustSignIn),
            _ => (FaultCodes.ConfigurationWrong, FaultClass.AdministratorMustAct),
        };
    }

    private static Dictionary<int, (string, FaultClass)> Build()
    {
        var known = new Dictionary<int, (string, FaultClass)>();
        Add(FaultCodes.SecretWrong, FaultClass.AdministratorMustAct, 7000215);
        Add(FaultCodes.SecretExpired, FaultClass.AdministratorMustAct, 7000222);
        Add(FaultCodes.CredentialMissing, FaultClass.AdministratorMustAct, 7000218);
        Add(FaultCodes.CertificateRefused, FaultClass.AdministratorMustAct, 700027, 7000214, 7000277, 1000502);
        Add(FaultCodes.ClockWrong, FaultClass.AdministratorMustAct, 700024, 500133);
        Add(FaultCodes.AppUnknown, FaultClass.AdministratorMustAct, 700016, 70001, 7000112);
        Add(FaultCodes.TenantUnknown, FaultClass.AdministratorMustAct, 90002);
        Add(FaultCodes.ConsentMissing, FaultClass.AdministratorMustAct, 65001, 65004, 90094, 90095, 90099);
        Add(FaultCodes.AccountDisabled, FaultClass.AdministratorMustAct, 50034, 50053, 50057);
        Add(FaultCodes.PolicyBlocks, FaultClass.AdministratorMustAct, 50097, 50105, 53000, 53001, 53002, 53003, 135010, 135011, 500021, 500022, 530032, 530035, 700003);
        Add(FaultCodes.ConfigurationWrong, FaultClass.AdministratorMustAct, 28002, 28003, 50011, 50194, 70011, 70021, 90014, 90038, 90124, 500011, 500014, 650052, 650056, 650057, 700022, 700025, 700211, 700212, 700213, 900144, 900382, 900432, 9001023, 9002313, 9002326, 9002327);
        Add(FaultCodes.GrantEnded, FaultClass.PersonMustSignIn, 50055, 50072, 50074, 50076, 50078, 50079, 50089, 50132, 50133, 50144, 50158, 50173, 54005, 70000, 70008, 70043, 70044, 501481, 700005, 700082, 700084);
        Add(FaultCodes.Throttled, FaultClass.Throttled, 50196, 90055);
        Add(FaultCodes.ProviderDown, FaultClass.Transient, 50033, 70012, 90006, 90012, 90024, 90033, 90036, 90090, 90091);
        return known;

        void Add(string code, FaultClass @class, params ReadOnlySpan<int> numbers)
        {
            foreach (var number in numbers)
            {
                known.Add(number, (code, @class));
            }
        }
    }

    private static Answer? Parse(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(body.TrimStart('\uFEFF'));
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            var codes = root.TryGetProperty("error_codes", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Number).Select(c => c.TryGetInt32(out var n) ? n : 0).ToArray()
                : [];
            return new Answer(error.GetString()!, Shorten(Text(root, "error_description")), codes, Text(root, "correlation_id"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The first sentence: trace id, correlation id and time follow it and are kept apart.</summary>
    private static string Shorten(string? description)
    {
        var text = description ?? string.Empty;
        var end = text.IndexOf("Trace ID:", StringComparison.Ordinal);
        text = (end > 0 ? text[..end] : text).ReplaceLineEndings(" ").Trim();
        return text.Length > 300 ? text[..300] : text;
    }

    private sealed record Answer(string Error, string Description, int[] Codes, string? CorrelationId)
    {
        public string ProviderCode => Codes.Length > 0 ? $"AADSTS{Codes[0]}" : Error;
    }
}
