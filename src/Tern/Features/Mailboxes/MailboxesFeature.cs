using Tern.Features.Identity;
using Tern.Features.Mailboxes.Causes;
using Tern.Features.Mailboxes.Connect;
using Tern.Features.Mailboxes.Detail;
using Tern.Features.Mailboxes.Engine;
using Tern.Features.Mailboxes.Overview;
using Tern.Features.Mailboxes.Push;
using Tern.Features.Mailboxes.SignIn;
using Tern.Features.Tickets;
using Tern.Web;

namespace Tern.Features.Mailboxes;

internal static class MailboxesFeature
{
    /// <summary>Everything the commands need as well.</summary>
    internal static IServiceCollection AddMailboxes(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddOptions<MailboxOptions>().BindConfiguration("Microsoft365").PostConfigure(AddTokenFileOfPlatform).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<FaultTexts>();
        services.AddSingleton<RefreshRequests>();
        services.AddScoped<MailboxRegistry>();
        services.AddSingleton(provider => OutgoingProxy.OfProcess(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ConnectionChecks>();
        services.AddSingleton<MailboxChecks>();
        services.AddSingleton<SendingDay>();
        services.AddSingleton<OurAddresses>();
        services.AddSingleton<IOurAddresses>(provider => provider.GetRequiredService<OurAddresses>());
        services.AddSingleton<ISenders>(provider => provider.GetRequiredService<OurAddresses>());
        services.AddScoped<MailboxVerification>();
        services.AddScoped<AccountCheck>();
        services.AddScoped<GrantWriting>();
        services.AddScoped<Setups>();
        services.AddScoped<MailboxRemoval>();
        services.AddSingleton<PushAddresses>();
        services.AddSingleton<ClientStates>();
        services.AddSingleton<Notifications>();
        services.AddMailEngine();
        return services;
    }

    private static void AddTokenFileOfPlatform(MailboxOptions options)
    {
        if (Environment.GetEnvironmentVariable("AZURE_FEDERATED_TOKEN_FILE") is { Length: > 0 } file)
        {
            options.FederatedTokenFiles.Add(file);
        }
    }

    internal static IServiceCollection AddMailboxPages(this IServiceCollection services)
    {
        services.AddScoped<INavigationSection, MailboxesNavigation>();
        services.AddSingleton<PendingSignIn>();
        services.AddScoped<SignInCompletion>();
        services.AddScoped<CredentialTrial>();
        services.AddScoped<MailboxView>();
        services.AddScoped<PushView>();
        services.AddScoped<RegistrationReach>();
        services.AddScoped<AsideMail>();
        services.AddScoped<BeginSignIn.Departure>();
        services.AddScoped<DeviceSignIn.Desk>();
        services.AddScoped<ConsentRequests>();
        services.AddWizard();
        services.AddHostedService<UnknownNotifications>();
        services.AddMailboxServer();
        return services;
    }

    internal static void MapMailboxes(this IEndpointRouteBuilder app)
    {
        var mailboxes = app.MapGroup("/mailboxes").RequireAuthorization(Permissions.Administrator);
        ReceiveNotifications.Map(app.MapGroup(PushAddresses.Root).AllowAnonymous());
        ListMailboxes.Map(mailboxes);
        ListCauses.Map(mailboxes);
        WizardSteps.Map(mailboxes);
        BeginSignIn.Map(mailboxes);
        FinishSignIn.Map(mailboxes);
        DeviceSignIn.Map(mailboxes);
        ShowMailbox.Map(mailboxes);
        EditMailbox.Map(mailboxes);
        CheckScope.Map(mailboxes);
        ChooseFolder.Map(mailboxes);
        HandleAsideMail.Map(mailboxes);
        StopFolder.Map(mailboxes);
        SetAfterImport.Map(mailboxes);
        SetLargestMail.Map(mailboxes);
        EditAnswers.Map(mailboxes);
        AddCredential.Map(mailboxes);
        MakeCertificate.Map(mailboxes);
        TryCredential.Map(mailboxes);
        SetCredentialEnd.Map(mailboxes);
        RemoveCredential.Map(mailboxes);
        VerifyMailbox.Map(mailboxes);
        AskConsent.Map(mailboxes);
        DownloadDiagnostics.Map(mailboxes);
        CheckMailbox.Map(mailboxes);
        PauseMailbox.Map(mailboxes);
        RemoveMailbox.Map(mailboxes);
    }
}
