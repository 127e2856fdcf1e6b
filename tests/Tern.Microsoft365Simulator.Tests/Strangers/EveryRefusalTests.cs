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

    // What is refused at one place with a token error is refused at others on a page or by a redirect, and the other way round.
    private static readonly Dictionary<(int Code, string Place), Func<Stranger, Task>> Elsewhere = new()
    {
        [(90038, "token")] = PlaceRefusals.PublicClientInAnotherCloud,
        [(90002, "page")] = s => s.InteractAsync(s.PublicClient(authority: "https://login.microsoftonline.com/nowhere.example").Build(), s.Accept()),
        [(700016, "page")] = s => s.InteractAsync(
            PublicClientApplicationBuilder.Create(Guid.Empty.ToString()).WithAuthority(s.Authority).WithInstanceDiscovery(false)
                .WithRedirectUri("http://localhost").WithHttpClientFactory(s, retryOnceOn5xx: false).Build(),
            s.Accept()),
        [(50011, "page")] = s => s.InteractAsync(s.PublicClient(redirect: "https://elsewhere.example/").Build(), s.Accept()),
        [(50057, "page")] = s => InWindow(s, () => s.Simulator.Users.SetEnabled(s.Support, false)),
        [(50053, "page")] = s => InWindow(s, () => s.Support.IsLocked = true),
        [(50105, "page")] = s => InWindow(s, () => s.Simulator.Principals.Find(s.Phone, s.Tenant)!.RequiresAssignment = true),
        [(53003, "page")] = s => InWindow(s, () => s.Simulator.Policies.Add(s.Tenant, PolicyRequirement.Block)),
        [(500021, "page")] = s => InWindow(s, () => s.Simulator.Entra.RestrictTenants(["fabrikam.example"])),
        [(7000112, "page")] = s => InWindow(s, () => s.Simulator.Principals.Find(s.Phone, s.Tenant)!.IsEnabled = false),
        [(500011, "redirect")] = s => Provocation.InWindow(s, ("scope", "https://unknown.example/x")),
        [(90006, "redirect")] = s => InWindow(s, () =>
        {
            s.Simulator.Settings.TroubleComesBack = true;
            s.Simulator.Entra.SetTrouble(EntraTrouble.ServiceUnavailable);
        }),
        [(90006, "page")] = s => InWindow(s, () => s.Simulator.Entra.SetTrouble(EntraTrouble.ServiceUnavailable)),
    };

    public static TheoryData<int, string> Places
    {
        get
        {
            var places = new TheoryData<int, string>();
            foreach (var (code, place) in Elsewhere.Keys)
            {
                places.Add(code, place);
            }

            return places;
        }
    }

    public static TheoryData<int> Codes => [.. EntraErrors.Known.Keys.Order()];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task MSAL_is_refused(int code)
    {
        using var stranger = new Stranger();
        Check(code, await Assert.ThrowsAnyAsync<Exception>(() => Cases[code](stranger)));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task MSAL_is_refused_at_other_places_too(int code, string place)
    {
        using var stranger = new Stranger();
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Elsewhere[(code, place)](stranger));

        Check(code, refused);
        Assert.Equal(place, refused switch
        {
            Stranger.PageStaysException => "page",
            MsalServiceException { ResponseBody: not null } => "token",
            _ => "redirect",
        });
    }

    [Theory]
    [InlineData(50173, "bad_token")]
    [InlineData(65001, "consent_required")]
    [InlineData(50076, "basic_action")]
    [InlineData(53000, "additional_action")]
    [InlineData(53003, "message_only")]
    [InlineData(53002, "protection_policy_required")]
    [InlineData(50097, "device_authentication_failed")]
    public async Task Suberror_says_what_would_help(int code, string suberror)
    {
        using var stranger = new Stranger();
        var refused = await Assert.ThrowsAnyAsync<MsalServiceException>(() => Cases[code](stranger));
        Assert.Equal(suberror, JsonNode.Parse(refused.ResponseBody!)!["suberror"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(401)]
    [InlineData(400)]
    public async Task Invalid_client_was_seen_with_400_too(int status)
    {
        using var stranger = new Stranger();
        stranger.Simulator.Faults.Add(new Fault { Path = "*/token", Aadsts = 7000215, Status = status });
        var refused = await Assert.ThrowsAnyAsync<MsalServiceException>(() => Provocation.Alone(stranger));
        Assert.Equal(("invalid_client", status), (refused.ErrorCode, refused.StatusCode));
    }

    private static Task InWindow(Stranger s, Action happened)
    {
        happened();
        return Provocation.InWindow(s);
    }

    private static void Check(int code, Exception refused)
    {
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
