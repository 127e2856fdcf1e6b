namespace Tern.Features.Mailboxes.Connect;

/// <summary>The pages on which a mailbox is connected, one line a step.</summary>
internal static class WizardSteps
{
    internal static IServiceCollection AddWizard(this IServiceCollection services)
    {
        services.AddSingleton(_ => OwnHttp.Create());
        services.AddScoped<PublicAddressChecks>();
        services.AddScoped<RegistrationView>();
        services.AddScoped<RegistrationChecks>();
        services.AddScoped<SetupAccess>();
        services.AddScoped<ConsentCheck>();
        services.AddScoped<ReturnFromConsent.Askers>();
        services.AddScoped<ProofRun>();
        services.AddScoped<ProofAnswer>();
        return services;
    }

    internal static void Map(RouteGroupBuilder mailboxes)
    {
        StartConnecting.Map(mailboxes);
        PreflightStep.Map(mailboxes);
        WayStep.Map(mailboxes);
        RegistrationStep.Map(mailboxes);
        ConsentStep.Map(mailboxes);
        ReturnFromConsent.Map(mailboxes);
        MailboxStep.Map(mailboxes);
        ScopeStep.Map(mailboxes);
        ImportStep.Map(mailboxes);
        ProofStep.Map(mailboxes);
        GoOnAnyway.Map(mailboxes);
    }
}
