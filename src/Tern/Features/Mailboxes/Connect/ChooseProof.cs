using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>What is to prove that it is Tern: chosen first, because a certificate of our own is part of what is registered.</summary>
internal static class ChooseProof
{
    internal static async Task<IResult> ChooseAsync(
        Guid id, [FromForm] Form? form, Setups setups, MailboxRegistry registry, RegistrationView view, IOptions<MailboxOptions> options, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Registration, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        var proof = form?.Proof ?? ProofKind.OwnCertificate;
        if (proof == ProofKind.Federated && await ProblemAsync(form?.TokenFile ?? "", options.Value, cancellationToken) is { } problem)
        {
            setup.Answers = setup.Answers with { Proof = null };
            return await view.PageAsync(setup, [problem], cancellationToken);
        }

        if (setup.Answers.Proof != proof)
        {
            setup.Answers = setup.Answers.Reopen(SetupStep.Registration);
        }

        setup.Answers = setup.Answers with { Proof = proof };
        var connection = await OwnAsync(setup, setups, registry, options.Value, cancellationToken);
        if (proof == ProofKind.OwnCertificate && !connection.Credentials.Exists(c => c.IsOwn))
        {
            registry.AddOwnCertificate(connection.Id).Dispose();
        }
        else if (proof == ProofKind.Federated)
        {
            connection.Credentials.RemoveAll(c => c.Kind == CredentialKind.Federated);
            registry.AddTokenFile(connection.Id, form?.TokenFile);
        }

        await setups.SaveAsync(setup, cancellationToken);
        return SetupPath.Redirect(setup.Id, SetupStep.Registration);
    }

    private static async Task<string?> ProblemAsync(string file, MailboxOptions options, CancellationToken cancellationToken) =>
        !options.FederatedTokenFiles.Contains(file) ? "TokenFileUnknown"
        : await FederatedTokenFile.ReadAsync(file, cancellationToken) is null ? "TokenFileUnreadable"
        : null;

    /// <summary>The connection of this setup alone; made when it is first needed.</summary>
    internal static async Task<Connection> OwnAsync(OpenSetup setup, Setups setups, MailboxRegistry registry, MailboxOptions options, CancellationToken cancellationToken)
    {
        if (setup.Connection is null || !await setups.IsOwnAsync(setup, cancellationToken))
        {
            setup.Connection = registry.AddConnection(setup.Answers.Cloud, setup.Addresses(options), setup.GrantKind);
            setup.Connection.IsShared = setup.Answers.IsShared && setup.Answers.Way != ConnectWay.App;
            setup.Row.ConnectionId = setup.Connection.Id;
        }

        return setup.Connection;
    }

    internal sealed record Form
    {
        public ProofKind? Proof { get; init; }

        public string? TokenFile { get; init; }
    }
}
