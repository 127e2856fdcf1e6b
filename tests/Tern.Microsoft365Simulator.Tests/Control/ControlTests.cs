using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Tern.Microsoft365Simulator.Tests.Control;

/// <summary>The addresses under /_sim do what the typed control does.</summary>
public sealed class ControlTests
{
    private readonly FakeTimeProvider _time = new(Office.Start);
    private readonly Simulator _simulator;

    public ControlTests() => _simulator = new Simulator(_time, 1);

    [Fact]
    public void Tenant_made_by_address_signs_in_and_reads_mail()
    {
        Ask("POST", "tenants", """{"name":"contoso"}""", 201);
        Ask("POST", "users", """{"tenant":"contoso.example","name":"support"}""", 201);
        var app = Ask("POST", "apps", """{"tenant":"contoso.example","name":"Desk","applicationPermissions":["Mail.ReadWrite"],"adminConsent":true}""", 201)!;
        Ask("POST", $"apps/{app["clientId"]}/secrets", """{"value":"x","ends":"2027-01-01T00:00:00Z"}""", 201);
        Ask("POST", "customers/send?to=support@contoso.example", Encoding.UTF8.GetString(Office.Mail("Hi")), 202);

        var token = _simulator.Handle(Request("POST", "/contoso.example/oauth2/v2.0/token", $"grant_type=client_credentials&client_id={app["clientId"]}&client_secret=x&scope={Office.GraphScope}"));
        var list = Ask("GET", "mailboxes/support@contoso.example/messages", string.Empty, 200)!;

        Assert.Equal(200, token.Status);
        Assert.Equal("Hi", list["value"]![0]!["subject"]!.GetValue<string>());
        Assert.Equal(1, Ask("GET", "requests", string.Empty, 200)!["total"]!.GetValue<int>());
    }

    [Fact]
    public void Driven_clock_stands_until_it_is_moved_and_runs_on_afterwards()
    {
        Ask("PUT", "clock", """{"mode":"driven","now":"2027-01-01T00:00:00Z"}""", 200);
        _time.Advance(TimeSpan.FromDays(1));
        Ask("POST", "clock/advance", """{"by":"00:10:00"}""", 200);
        var driven = _simulator.Clock.GetUtcNow();
        Ask("PUT", "clock", """{"mode":"real"}""", 200);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 10, 0, TimeSpan.Zero), driven);
        Assert.Equal(driven.AddMinutes(1), _simulator.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("""{"emptyPages":7}""", "\"emptyPages\" is a share from 0 to 1.")]
    [InlineData("""{"deliverAfter":"-00:00:05"}""", "\"deliverAfter\" cannot be negative.")]
    [InlineData("""{"messagesPerMinute":-1}""", "\"messagesPerMinute\" cannot be negative.")]
    [InlineData("""{"secondSendStatus":7}""", "\"secondSendStatus\" is 404 or 400.")]
    [InlineData("""{"clientAddress":"nonsense"}""", "\"clientAddress\" is an IP address")]
    [InlineData("""{"accessTokenShortest":"05:00:00"}""", "\"accessTokenShortest\" (05:00:00) is longer than \"accessTokenLongest\"")]
    public void Setting_that_is_impossible_is_refused_and_changes_nothing(string body, string says)
    {
        Assert.StartsWith(says, Ask("PATCH", "settings", body, 400)!["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(State.SettingsCheck.Problem(_simulator.Settings));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("bob@contoso.example")]
    public void User_whose_name_is_no_local_part_is_refused(string name)
    {
        Ask("POST", "tenants", """{"name":"contoso"}""", 201);

        Assert.Contains("cannot stand before @contoso.example", Ask("POST", "users", $$"""{"tenant":"contoso.example","name":"{{name}}"}""", 400)!["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(_simulator.Users.All);
    }

    [Fact]
    public void Secret_without_an_end_lasts_as_long_as_the_portal_allows()
    {
        Ask("POST", "tenants", """{"name":"contoso"}""", 201);
        var app = Ask("POST", "apps", """{"tenant":"contoso.example","name":"Desk"}""", 201)!;

        var secret = Ask("POST", $"apps/{app["clientId"]}/secrets", """{"value":"x"}""", 201)!;

        Assert.Equal(Office.Start.AddMonths(24), secret["ends"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public void Permission_that_does_not_exist_is_refused_with_the_names_near_it()
    {
        Ask("POST", "tenants", """{"name":"contoso"}""", 201);

        var refusal = Ask("POST", "apps", """{"tenant":"contoso.example","name":"Desk","applicationPermissions":["Mail.Raed"]}""", 400)!;

        Assert.Equal("There is no permission Mail.Raed. Near it: Mail.Read, Mail.Send, Mail.Read.Shared.", refusal["error"]!.GetValue<string>());
    }

    [Fact]
    public void Head_answers_as_get_does()
    {
        Assert.Equal(200, _simulator.Handle(Request("HEAD", "/", string.Empty)).Status);
        Assert.Equal(200, _simulator.Handle(Request("HEAD", "/_sim/tenants", string.Empty)).Status);
    }

    [Fact]
    public void Address_where_nothing_is_says_where_things_are() =>
        Assert.Contains("/beta/me. Graph is at /v1.0/", Encoding.UTF8.GetString(_simulator.Handle(Request("GET", "/beta/me", string.Empty)).Body.Span), StringComparison.Ordinal);

    [Fact]
    public void Settings_change_one_by_one()
    {
        Ask("PATCH", "settings", """{"deliverAfter":"00:00:20","emptyPages":0.5}""", 200);

        Assert.Equal((TimeSpan.FromSeconds(20), 0.5), (_simulator.Settings.DeliverAfter, _simulator.Settings.EmptyPages));
        Assert.Equal(TimeSpan.FromSeconds(2), _simulator.Settings.SentItemsAfter);
    }

    [Fact]
    public void Faults_and_network_answer_to_their_addresses()
    {
        Ask("POST", "faults", """{"path":"/v1.0/*","status":503,"times":1}""", 201);
        Assert.Equal(503, _simulator.Handle(Request("GET", "/v1.0/me", string.Empty)).Status);
        Ask("PUT", "network", """{"down":"ConnectionError"}""", 200);
        Assert.Equal(HttpRequestError.ConnectionError, _simulator.Handle(Request("GET", "/v1.0/me", string.Empty)).ConnectionFailure);
        Ask("PUT", "network", """{"down":null}""", 200);
        Ask("DELETE", "faults", string.Empty, 204);
        Assert.Empty(_simulator.Faults.All);
    }

    [Theory]
    [InlineData("POST", "users", """{"tenannt":"x"}""", 400)]
    [InlineData("POST", "users", """{"tenant":"nobody.example","name":"x"}""", 404)]
    [InlineData("PATCH", "settings", """{"nothing":1}""", 404)]
    [InlineData("PATCH", "settings", """{"emptyPages":"many"}""", 400)]
    [InlineData("POST", "clock/advance", """{"by":"-00:01:00"}""", 400)]
    [InlineData("GET", "nothing", "", 404)]
    [InlineData("POST", "tenants", """{"name":"contoso-2"}{"name":"x"}""", 400)]
    [InlineData("POST", "customers/send?to=a@b.example", "", 400)]
    [InlineData("POST", "customers/send?to=a@b.example", """{"subject":"x"}""", 400)]
    [InlineData("POST", "clock/advance", """{"by":"9999999.00:00:00"}""", 400)]
    [InlineData("PUT", "clock", """{"mode":"driven","now":"9500-01-01T00:00:00Z"}""", 400)]
    [InlineData("GET", "requests?last=abc", "", 400)]
    public void Command_that_cannot_be_carried_out_says_why(string method, string path, string body, int status) =>
        Assert.NotEmpty(Ask(method, path, body, status)!["error"]!.GetValue<string>());

    [Theory]
    [InlineData("users", """{"tenannt":"x"}""", "There is no \"tenannt\" here. Known are tenant, name, ")]
    [InlineData("users", """{"tenant":{},"name":"x"}""", "\"tenant\" has to be a text.")]
    [InlineData("users", "{}", "There has to be \"tenant\", \"name\".")]
    [InlineData("users", """{"tenant":"x","name":null}""", "\"name\" may not be null.")]
    [InlineData("tenants", """{"name":"a","name":"b"}""", "\"name\" comes twice.")]
    [InlineData("tenants", """{"name":"Über GmbH"}""", "\"Über GmbH\" cannot be the name of a tenant")]
    [InlineData("tenants", """{"name":"a","mailDomain":"no domain"}""", "\"no domain\" is no domain.")]
    [InlineData("customers/ann@customer.example/write", """{"to":[null],"text":"x"}""", "A list may not hold null.")]
    [InlineData("clock/advance", """{"by":"99999.00:00:00"}""", "99999.00:00:00 is longer than a century.")]
    [InlineData("faults", "{}", "This fault does nothing")]
    [InlineData("faults", """{"status":42}""", "\"status\" is one from 200 to 599.")]
    [InlineData("faults", """{"status":429,"headers":{"Retry-After":"5\r\nX: y"}}""", "The value of Retry-After has characters that a header cannot carry.")]
    [InlineData("faults", """{"status":500,"probability":2}""", "\"probability\" is a share from 0 to 1.")]
    [InlineData("faults", """{"status":500,"bytesPerSecond":0}""", "\"bytesPerSecond\" is at least 1.")]
    [InlineData("faults", """{"aadsts":123456789}""", "There is no AADSTS123456789 here.")]
    [InlineData("faults", """{"graphCode":"ErrorItemNotFound","cut":"AfterEffect"}""", "\"graphCode\" needs a \"status\".")]
    [InlineData("customers/ann@customer.example/write", """{"to":"support@contoso.example"}""", "\"to\" has to be a list, […].")]
    [InlineData("customers/ann@customer.example/write", """{"to":[],"headers":"x"}""", "\"headers\" has to be an object of names and values, ")]
    [InlineData("customers/ann@customer.example/write", """{"to":[],"quote":"yes"}""", "\"quote\" has to be true or false.")]
    [InlineData("faults", """{"cut":"Sideways"}""", "\"cut\" has to be one of None, BeforeEffect, ")]
    [InlineData("faults", """{"times":"many"}""", "\"times\" has to be a number without a fraction.")]
    [InlineData("faults", """{"probability":"often"}""", "\"probability\" has to be a number.")]
    [InlineData("faults", """{"delay":"soon"}""", "\"delay\" has to be a duration such as \"00:05:00\".")]
    [InlineData("faults", """{"from":"soon"}""", "\"from\" has to be a time such as \"2026-03-02T08:00:00Z\".")]
    [InlineData("faults", "[]", "The body has to be an object, {…}.")]
    [InlineData("faults", """{"times":1,,}""", "The body is no JSON: line 1, byte 12.")]
    [InlineData("faults", "", "The body is no JSON: line 1, byte 1.")]
    public void Body_that_is_not_understood_is_told_what_it_should_be(string path, string body, string expected) =>
        Assert.StartsWith(expected, Ask("POST", path, body, 400)!["error"]!.GetValue<string>(), StringComparison.Ordinal);

    [Fact]
    public void New_seed_starts_from_nothing()
    {
        Ask("POST", "tenants", """{"name":"contoso"}""", 201);
        Ask("PUT", "seed", """{"seed":5}""", 200);
        Assert.Empty(_simulator.Tenants.All);
    }

    private static SimulatedRequest Request(string method, string path, string body) => new(
        method, "http://127.0.0.1:8365", path, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), Encoding.UTF8.GetBytes(body));

    private JsonObject? Ask(string method, string path, string body, int status)
    {
        var answer = _simulator.Handle(Request(method, "/_sim/" + path, body));
        Assert.Equal(status, answer.Status);
        return answer.Body.Length == 0 ? null : JsonNode.Parse(answer.BodyText) as JsonObject;
    }
}
