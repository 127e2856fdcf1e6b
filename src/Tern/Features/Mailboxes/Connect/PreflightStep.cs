using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Before anybody registers anything: is this server found under its public address, and does it reach Microsoft?</summary>
internal static class PreflightStep
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/connect/{id:guid}/preflight", ShowAsync);
        mailboxes.MapPost("/connect/{id:guid}/preflight", CheckAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, Setups setups, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Preflight, cancellationToken);
        return setup is null ? elsewhere! : Wizard.Page<PreflightPage>(setup, SetupStep.Preflight);
    }

    private static async Task<IResult> CheckAsync(
        Guid id, [FromForm] Form? form, Setups setups, PublicAddressChecks address, ConnectionChecks connections, IOptions<MailboxOptions> options, HttpRequest request, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Preflight, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        var before = setup.Answers;
        setup.Answers = before with { Cloud = form?.Cloud ?? before.Cloud, CustomAuthority = Address(form?.CustomAuthority), CustomGraph = Address(form?.CustomGraph) };
        if (setup.Answers is { Cloud: Cloud.Custom } and not { CustomAuthority: not null, CustomGraph: not null })
        {
            return Wizard.Page<PreflightPage>(setup, SetupStep.Preflight, ["CustomHosts"]);
        }

        var cloud = setup.Addresses(options.Value);
        if (before.Cloud != setup.Answers.Cloud || before.CustomAuthority != setup.Answers.CustomAuthority || before.CustomGraph != setup.Answers.CustomGraph)
        {
            await MoveAsync(setup, cloud, setups, cancellationToken);
        }

        var lines = await address.RunAsync(request, cancellationToken);
        var network = await connections.NetworkAsync(cloud.Authority, cloud.Graph, cancellationToken);
        var result = await Wizard.CheckedAsync(setups, setup, SetupStep.Preflight, [.. lines, .. network], form?.Anyway == true, cancellationToken);
        return request.Headers.ContainsKey("HX-Request")
            ? new RazorComponentResult<PreflightChecks>(new Dictionary<string, object?> { [nameof(PreflightChecks.View)] = Wizard.View(setup, SetupStep.Preflight) })
            : result;
    }

    /// <summary>A registration belongs to one cloud; what was granted in another one does not count.</summary>
    private static async Task MoveAsync(OpenSetup setup, CloudAddresses cloud, Setups setups, CancellationToken cancellationToken)
    {
        setup.Answers = setup.Answers.Reopen(SetupStep.Registration, SetupStep.Consent, SetupStep.Mailbox, SetupStep.Scope, SetupStep.Import);
        if (setup.Connection is { } connection && await setups.IsOwnAsync(setup, cancellationToken))
        {
            MailboxRegistry.LeadTo(connection, setup.Answers.Cloud, cloud);
            await setups.ForgetGrantAsync(connection.Id, cancellationToken);
            await setups.ForgetBearersAsync(connection, cancellationToken);
        }
        else
        {
            setup.Row.ConnectionId = null;
        }
    }

    private static string? Address(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback) ? address.AbsoluteUri.TrimEnd('/') + "/" : null;

    internal sealed record Form
    {
        public Cloud? Cloud { get; init; }

        public string? CustomAuthority { get; init; }

        public string? CustomGraph { get; init; }

        public bool Anyway { get; init; }
    }
}
