using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Mailboxes;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.Microsoft365Simulator.Entra;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>A tenant that is not the right one, and a mailbox out of the application's reach: scenarios 20 and 36.</summary>
public abstract class ReachScenarios<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Theory]
    [InlineData("unknown", "nowhere.example", FaultCodes.TenantUnknown, "AADSTS90002")]
    [InlineData("cloud", "contoso-cn.example", FaultCodes.CloudWrong, "AADSTS900382")]
    public async Task Scenario_20_A_wrong_tenant_or_cloud_is_named_and_the_way_leads_to_the_field(string name, string tenant, string code, string providerCode)
    {
        _ = App.Office.Simulator.Tenants.Find("contoso-cn.example") ?? App.Office.Simulator.Tenants.Add("contoso-cn", cloud: NationalCloud.China);
        var mailbox = LoneMailbox.Register(App, $"tenant-{name}");
        var asked = await EnteredAsync(mailbox, tenant);
        var text = App.Services.GetRequiredService<FaultTexts>().OfSetup(code, SetupStep.Registration);
        Assert.Contains($"{text.Cause}", asked, StringComparison.Ordinal);
        Assert.Contains($"{text.Remedy}", asked, StringComparison.Ordinal);
        Assert.Matches($"name=\"Tenant\"[^>]*value=\"{tenant}\"|value=\"{tenant}\"[^>]*name=\"Tenant\"", asked);

        // Whoever goes on all the same has the same told on the mailbox's page, and corrects it there.
        await mailbox.ConnectAsync(("Tenant", tenant));
        mailbox.Write($"for the tenant that is not {name}");
        await mailbox.CheckAsync();

        var note = await mailbox.AssertToldAsync(MailboxState.ActionNeeded, code, providerCode);
        Assert.Contains($"/mailboxes/{mailbox.Id}#settings", note, StringComparison.Ordinal);
        Assert.Contains("name=\"Tenant\"", await mailbox.PageAsync(), StringComparison.Ordinal);
        Assert.All(mailbox.TokenRequests, e => Assert.Equal((400, providerCode), (e.Status, e.Error)));
        Assert.Empty(mailbox.GraphRequests);

        Assert.Equal(HttpStatusCode.Redirect, (await EnterTenantAsync(mailbox, App.Office.Tenant.Id)).StatusCode);
        await mailbox.HealsByItselfAsync();
        await mailbox.AssertOneTicketAsync($"for the tenant that is not {name}");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_20_The_shared_address_of_all_tenants_is_not_taken_and_named_where_Microsoft_refuses_it()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "tenant-common");
        var refused = await EnterTenantAsync(mailbox, "common");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("The tenant is a GUID (directory ID) or a domain", await ProblemAsync(refused), StringComparison.Ordinal);
        Assert.Empty(mailbox.TokenRequests);

        mailbox.Break(new Fault { Aadsts = 50194 });
        App.Time.Advance(TimeSpan.FromHours(2));
        mailbox.Write("while no tenant was named");
        await mailbox.CheckAsync();
        var note = await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.EndpointCommon, "AADSTS50194");
        Assert.Contains($"/mailboxes/{mailbox.Id}#settings", note, StringComparison.Ordinal);

        mailbox.Mend();
        Assert.Equal(HttpStatusCode.Redirect, (await EnterTenantAsync(mailbox, App.Office.Tenant.MailDomain)).StatusCode);
        await mailbox.HealsByItselfAsync();
        await mailbox.AssertOneTicketAsync("while no tenant was named");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_36_A_mailbox_narrowed_out_of_reach_is_named_with_the_policys_command_and_resumes_when_it_is_back()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "narrowed");
        await mailbox.AssertWorksAsync("before it was narrowed");
        mailbox.Registration.AllowedMailboxes = ["else@contoso.example"];
        mailbox.Write("while it was narrowed");
        mailbox.Mark();
        await mailbox.CheckAsync();

        var note = await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.AccessPolicy, "ErrorAccessDenied");
        Assert.Contains("Access to OData is disabled.", note, StringComparison.Ordinal);
        Assert.Contains("Get-ApplicationAccessPolicy", note, StringComparison.Ordinal);
        Assert.Contains("An administrator of the Microsoft 365 tenant", note, StringComparison.Ordinal);
        Assert.All(mailbox.GraphRequests, e => Assert.Equal((403, "ErrorAccessDenied"), (e.Status, e.Error)));
        await mailbox.AnswerAsync("before it was narrowed", "An answer that waits.");
        mailbox.Mark();
        await mailbox.WakesAfterAsync(TimeSpan.FromMinutes(20));
        await mailbox.WakesAfterAsync(TimeSpan.FromMinutes(20));
        Assert.InRange(mailbox.GraphRequests.Count, 2, 12); // two looks at the folder, and a waiting answer every five minutes
        Assert.Empty(mailbox.Received);

        mailbox.Registration.AllowedMailboxes = null;
        await mailbox.WakesAfterAsync(TimeSpan.FromMinutes(20));
        await mailbox.HealsByItselfAsync();
        await mailbox.AssertOneTicketAsync("while it was narrowed");
        await mailbox.AssertLeavesOnceAsync("An answer that waits.");
        await mailbox.AssertHealthyAsync();
    }

    /// <summary>What the setup shows when this tenant is entered with the registration.</summary>
    private async Task<string> EnteredAsync(LoneMailbox mailbox, string tenant)
    {
        using var ann = await App.SignInAsync();
        var walk = await WizardWalk.BeginAsync(App, ann);
        await walk.ToAsync(SetupStep.Registration, mailbox.Account.Mail);
        await walk.TakeAsync("registration/proof", ("Proof", "Secret"));
        await walk.PostAsync("registration", ("Tenant", tenant), ("ClientId", mailbox.Registration.ClientId), ("Secret", Office.Secret));
        Assert.Equal(CheckResult.Failed, (await walk.LineAsync(SetupStep.Registration, "tenant")).Result);
        return await walk.ReadAsync("registration");
    }

    private static Task<HttpResponseMessage> EnterTenantAsync(LoneMailbox mailbox, string tenant) =>
        mailbox.PostAsync("", ("Address", mailbox.Account.Mail), ("Tenant", tenant), ("ClientId", mailbox.Registration.ClientId));

    /// <summary>What stands above the form that was not taken.</summary>
    private static async Task<string> ProblemAsync(HttpResponseMessage refused)
    {
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct));
        var from = page.IndexOf("role=\"alert\"", StringComparison.Ordinal);
        return page[from..page.IndexOf("</div>", from, StringComparison.Ordinal)];
    }
}

public sealed class ReachScenariosOnSqlite(SqliteApp app) : ReachScenarios<SqliteApp>(app);

public sealed class ReachScenariosOnPostgreSql(PostgreSqlApp app) : ReachScenarios<PostgreSqlApp>(app);
