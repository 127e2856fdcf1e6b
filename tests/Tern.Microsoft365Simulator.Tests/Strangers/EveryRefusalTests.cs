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

    // These have no way of their own to the token endpoint; who wants them there all the same has them from a fault.
    [Theory]
    [InlineData(50020)]
    [InlineData(50055)]
    [InlineData(50089)]
    [InlineData(50144)]
    [InlineData(90094)]
    [InlineData(90095)]
    [InlineData(9002325)]
    public async Task Code_of_a_page_is_a_token_error_by_a_fault(int code)
    {
        using var stranger = new Stranger();
        stranger.Simulator.Faults.Add(new Fault { Path = "*/token", Aadsts = code });
        var refused = await Assert.ThrowsAnyAsync<MsalServiceException>(() => Provocation.Alone(stranger));
        Assert.NotNull(refused.ResponseBody);
        Check(code, refused);
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

    // The column "usual error" of the table of codes, with the status that goes with it.
    [Theory]
    [InlineData("invalid_grant", 400, 50173, 700082, 700084, 70008, 70000, 70043, 70044, 50132, 50133, 50034, 50057, 50053, 50055, 50144, 530032, 530035, 54005, 501481, 700005, 50196, 500133)]
    [InlineData("interaction_required", 400, 50078, 50079, 50072, 50074, 50158, 50105, 53000, 53001, 53002, 90094, 90095)]
    [InlineData("invalid_grant interaction_required", 400, 50076, 53003, 50097, 135010, 135011, 700003)]
    [InlineData("invalid_grant consent_required", 400, 65001)]
    [InlineData("access_denied", 400, 65004, 500021, 500022)]
    [InlineData("invalid_client", 401, 7000215, 7000222, 7000218, 700025, 700027, 700024, 7000214, 7000277, 1000502)]
    [InlineData("invalid_client", 401, 700211, 700212, 700213)]
    [InlineData("invalid_request", 400, 70021, 90002, 50194, 9001023, 90124, 50011, 9002313, 900144, 90014, 9002326, 9002327)]
    [InlineData("unauthorized_client", 400, 700016, 70001, 7000112)]
    [InlineData("invalid_grant unauthorized_client", 400, 90099)]
    [InlineData("invalid_request unauthorized_client", 400, 90038, 900382, 900432)]
    [InlineData("invalid_resource invalid_request", 400, 650052, 650056, 650057, 500011, 500014)]
    [InlineData("invalid_scope", 400, 70011, 28002, 28003)]
    [InlineData("invalid_scope invalid_request", 400, 700022)]
    [InlineData("temporarily_unavailable", 503, 90033)]
    [InlineData("server_error", 400, 90006, 90012, 90024, 50033, 90090, 90091, 90036, 70012)]
    [InlineData("temporarily_unavailable", 429, 90055)]
    public void Codes_come_with_their_usual_error_and_status(string errors, int status, params int[] codes) => Assert.All(codes, code =>
    {
        Assert.Contains(EntraErrors.Known[code].OAuth, errors.Split(' '));
        Assert.Equal(status, EntraErrors.Known[code].Status);
    });

    [Fact]
    public void No_case_is_about_a_code_that_is_never_given() => Assert.Empty(Cases.Keys.Except(EntraErrors.Known.Keys));

    [GeneratedRegex(@"AADSTS(?<code>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
