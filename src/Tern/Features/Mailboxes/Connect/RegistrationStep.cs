using System.Net.Mime;
using System.Text;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Tern is registered in the tenant: shown as a script and in words, with the certificate to upload.</summary>
internal static class RegistrationStep
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/connect/{id:guid}/registration", ShowAsync);
        mailboxes.MapGet("/connect/{id:guid}/registration/tern.cer", CertificateAsync);
        mailboxes.MapGet("/connect/{id:guid}/registration/{script:regex(^register-tern\\.(ps1|sh)$)}", ScriptAsync);
        mailboxes.MapPost("/connect/{id:guid}/registration/proof", ChooseProof.ChooseAsync);
        mailboxes.MapPost("/connect/{id:guid}/registration/reuse", ReuseConnection.ReuseAsync);
        mailboxes.MapPost("/connect/{id:guid}/registration", EnterRegistration.EnterAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, Setups setups, RegistrationView view, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Registration, cancellationToken);
        return setup is null ? elsewhere! : await view.PageAsync(setup, problems: null, cancellationToken);
    }

    private static async Task<IResult> CertificateAsync(Guid id, Setups setups, RegistrationView view, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Registration, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        return (await view.ModelAsync(setup, cancellationToken)).CertificatePem is { } pem
            ? TypedResults.File(Encoding.ASCII.GetBytes(pem), "application/x-x509-ca-cert", "tern.cer")
            : TypedResults.NotFound();
    }

    private static async Task<IResult> ScriptAsync(Guid id, string script, Setups setups, RegistrationView view, CancellationToken cancellationToken)
    {
        var (setup, elsewhere) = await Wizard.OpenAsync(setups, id, SetupStep.Registration, cancellationToken);
        if (setup is null)
        {
            return elsewhere!;
        }

        var model = await view.ModelAsync(setup, cancellationToken);
        var isPowerShell = script.EndsWith(".ps1", StringComparison.Ordinal);

        // Windows PowerShell reads a script without the mark as its own code page.
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: isPowerShell);
        return TypedResults.File([.. encoding.GetPreamble(), .. encoding.GetBytes(isPowerShell ? model.PowerShell : model.Azure)], MediaTypeNames.Application.Octet, script);
    }
}
