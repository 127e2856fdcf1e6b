using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Identity.Client;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Tests.Strangers.Refusals;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Every code that the simulated Entra gives: MSAL is refused with it, because of what the directory or the request is like.</summary>
public sealed partial class EveryRefusalTests
{
    // What MSAL makes of the error in its own words.
    private static readonly Dictionary<int, string> InMsalsWords = new()
    {
        [90033] = "service_not_available",
        [50058] = MsalError.NoPromptFailedError,
        [65004] = MsalError.AuthenticationCanceledError,
    };

    private static readonly Dictionary<int, Func<Stranger, Task>> Cases = new[] { GrantRefusals.All, PersonRefusals.All, PolicyRefusals.All, ClientRefusals.All, PlaceRefusals.All, RequestRefusals.All }
        .SelectMany(part => part)
        .ToDictionary(entry => entry.Key, entry => entry.Value);

    public static TheoryData<int> Codes => [.. EntraErrors.Known.Keys.Order()];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task MSAL_is_refused(int code)
    {
        using var stranger = new Stranger();

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Cases[code](stranger));

        switch (refused)
        {
            case Stranger.PageStaysException stays:
                Assert.Contains(code, Named().Matches(stays.Page).Select(m => int.Parse(m.Groups["code"].Value)));
                break;
            case MsalServiceException { ResponseBody: { } body } service:
                var known = EntraErrors.Known[code];
                Assert.Equal(code, JsonNode.Parse(body)!["error_codes"]![0]!.GetValue<int>());
                Assert.Equal((InMsalsWords.GetValueOrDefault(code, known.OAuth), known.Status), (service.ErrorCode, service.StatusCode));
                Assert.Equal(known.OAuth is "invalid_grant" or "interaction_required", refused is MsalUiRequiredException);
                break;
            case MsalException fromWindow when InMsalsWords.TryGetValue(code, out var word):
                Assert.Equal(word, fromWindow.ErrorCode);
                break;
            case MsalException fromWindow:
                Assert.StartsWith($"AADSTS{code}:", fromWindow.Message, StringComparison.Ordinal);
                break;
            default:
                Assert.Fail(refused.ToString());
                break;
        }
    }

    [Fact]
    public void No_case_is_about_a_code_that_is_never_given() => Assert.Empty(Cases.Keys.Except(EntraErrors.Known.Keys));

    [GeneratedRegex(@"AADSTS(?<code>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
