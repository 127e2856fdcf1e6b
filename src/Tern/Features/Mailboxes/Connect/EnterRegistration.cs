using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>What Microsoft gave is entered, and tried at once: does the tenant exist in this cloud, and is the credential accepted?</summary>
internal static class EnterRegistration
{
    private const int MaxCertificate = 64 * 1024;

    internal static async Task<IResult> EnterAsync(
        Guid id, [FromForm] Form? form, IFormFile? certificate, Setups setups, MailboxRegistry registry, RegistrationView view, RegistrationChecks checks, IOptions<MailboxOptions> options, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Registration, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        form ??= new Form(); // none of its fields came
        var (tenant, client, objectId) = ((form.Tenant ?? "").Trim(), (form.ClientId ?? "").Trim(), form.ObjectId?.Trim() is { Length: > 0 } text ? text : null);
        var file = await ReadAsync(certificate, cancellationToken);
        var problems = MailboxConnection.RegistrationProblems(tenant, client, objectId).ToList();
        if (CredentialProblem(setup, form, file) is { } problem)
        {
            problems.Add(problem);
        }

        if (problems.Count > 0)
        {
            return await view.PageAsync(setup, problems, cancellationToken, new RegistrationEntered(tenant, client, objectId));
        }

        var connection = await ChooseProof.OwnAsync(setup, setups, registry, options.Value, cancellationToken);
        var isOther = connection.ClientId.Length > 0 && (connection.Tenant != tenant || connection.ClientId != client);
        (connection.Tenant, connection.ClientId, connection.ApplicationObjectId) = (tenant, client, objectId);
        Replace(connection, setup.Answers.Proof, form, file);
        registry.AddCredentials(connection.Id, setup.Answers.Proof == ProofKind.Secret ? form.Secret : null, Ends(form.SecretExpires), file, form.CertificatePassword);
        setup.Answers = setup.Answers.Reopen(SetupStep.Registration);
        if (isOther)
        {
            setup.Answers = setup.Answers.Reopen(SetupStep.Consent, SetupStep.Mailbox, SetupStep.Scope, SetupStep.Import);
        }

        await setups.SaveAsync(setup, cancellationToken);
        if (isOther)
        {
            await setups.ForgetGrantAsync(connection.Id, cancellationToken);
        }

        var (lines, tenantId) = await checks.RunAsync(connection, cancellationToken);
        setup.Answers = setup.Answers with { TenantId = tenantId };
        return await Wizard.CheckedAsync(setups, setup, SetupStep.Registration, lines, form.Anyway, cancellationToken);
    }

    private static string? CredentialProblem(OpenSetup setup, Form form, byte[] file)
    {
        bool Has(CredentialKind kind) => setup.Connection?.Credentials.Exists(c => c.Kind == kind && !c.IsOwn) == true;
        if (file.Length > MaxCertificate)
        {
            return "CertificateUnreadable";
        }

        return setup.Answers switch
        {
            { Way: ConnectWay.Device } => null,
            { Proof: ProofKind.OwnCertificate } => setup.Connection?.Credentials.Exists(c => c.IsOwn) == true ? null : "CredentialMissing",
            { Proof: ProofKind.Secret } => string.IsNullOrWhiteSpace(form.Secret) && !Has(CredentialKind.Secret) ? "CredentialMissing" : MailboxConnection.CredentialProblem(form.Secret, default, null),
            { Proof: ProofKind.CertificateFile } => file.Length == 0 && !Has(CredentialKind.Certificate) ? "CredentialMissing" : MailboxConnection.CredentialProblem(null, file, form.CertificatePassword),
            { Proof: ProofKind.Federated } => Has(CredentialKind.Federated) ? null : "TokenFileUnreadable",
            _ => "CredentialMissing",
        };
    }

    /// <summary>One that was mistyped does not stay beside the right one. The connection is this setup's alone.</summary>
    private static void Replace(Connection connection, ProofKind? proof, Form form, byte[] file)
    {
        if (proof == ProofKind.Secret && !string.IsNullOrWhiteSpace(form.Secret))
        {
            connection.Credentials.RemoveAll(c => c.Kind == CredentialKind.Secret);
        }
        else if (file.Length > 0)
        {
            connection.Credentials.RemoveAll(c => c.Kind == CredentialKind.Certificate && !c.IsOwn);
        }
    }

    private static DateTimeOffset? Ends(DateOnly? day) => day is { } date ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;

    private static async Task<byte[]> ReadAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return [];
        }

        using var buffer = new MemoryStream();
        await file.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    internal sealed record Form
    {
        public string? Tenant { get; init; }

        public string? ClientId { get; init; }

        public string? ObjectId { get; init; }

        public string? Secret { get; init; }

        public DateOnly? SecretExpires { get; init; }

        public string? CertificatePassword { get; init; }

        public bool Anyway { get; init; }
    }
}
