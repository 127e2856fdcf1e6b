using System.Collections.Frozen;
using Tern.MailEngine.Errors;
using static Tern.Features.Mailboxes.FaultEffect;
using static Tern.Features.Mailboxes.FaultGroup;
using static Tern.Features.Mailboxes.FaultHealer;

namespace Tern.Features.Mailboxes;

/// <summary>The one table of causes. A test holds it against everything that can be produced; FaultTexts.resx has the words.</summary>
internal static class FaultCards
{
    /// <summary>The page that shows them all; a code is an anchor on it.</summary>
    internal const string Path = "/mailboxes/causes";

    internal const string SignInSection = "sign-in";
    private const string CredentialSection = "credentials";
    private const string SettingSection = "settings";
    internal const string ConsentSection = "consent";
    private const string PermissionSection = "permissions";
    private const string VerifySection = "verify";
    private const string MailSection = "mail";

    internal static IReadOnlyList<FaultCard> All { get; } =
    [
        new(FaultCodes.SecretWrong, Credentials, Stopped, RegistrationOwner) { Anchor = CredentialSection, Script = FaultScripts.NewSecret },
        new(DeskFaults.SecretIsId, Credentials, Unchanged, RegistrationOwner) { Anchor = CredentialSection, Script = FaultScripts.NewSecret },
        new(FaultCodes.SecretExpired, Credentials, Stopped, RegistrationOwner) { Anchor = CredentialSection, Script = FaultScripts.NewSecret },
        new(FaultCodes.CertificateRefused, Credentials, Stopped, RegistrationOwner) { Anchor = CredentialSection, Script = FaultScripts.RegisterCertificate },
        new(FaultCodes.CertificateExpired, Credentials, Stopped, RegistrationOwner) { Anchor = CredentialSection, Script = FaultScripts.NewCertificate },
        new(FaultCodes.CertificateRevoked, Credentials, Stopped, RegistrationOwner) { Anchor = CredentialSection, Script = FaultScripts.NewCertificate },
        new(DeskFaults.CertificateUnreadable, Credentials, Unchanged, Administrator) { Anchor = CredentialSection, Script = FaultScripts.ExportCertificate },
        new(DeskFaults.CertificateWithoutKey, Credentials, Unchanged, Administrator) { Anchor = CredentialSection, Script = FaultScripts.ExportCertificate },
        new(FaultCodes.CredentialMissing, Credentials, Stopped, Administrator) { Anchor = CredentialSection },
        new(FaultCodes.CredentialNotSent, Credentials, Stopped, Administrator) { Anchor = CredentialSection },
        new(FaultCodes.CredentialRefused, Credentials, Stopped, RegistrationOwner) { Anchor = CredentialSection },
        new(FaultCodes.ClientPublic, Credentials, Stopped, TenantAdministrator) { Anchor = SignInSection, Script = FaultScripts.NoPublicClient },
        new(FaultCodes.FederatedMismatch, Credentials, Stopped, TenantAdministrator) { Anchor = CredentialSection, Script = FaultScripts.FederatedCredentials },
        new(FaultCodes.KeyRollRefused, Credentials, StillWorks, RegistrationOwner) { Anchor = CredentialSection, Script = FaultScripts.RegisterCertificate },
        new(FaultCodes.FederatedTokenUnreadable, Credentials, Stopped, Operator) { Script = FaultScripts.FederatedToken },

        new(FaultCodes.ConsentMissing, Registration, Stopped, TenantAdministrator) { Anchor = ConsentSection, Script = FaultScripts.GrantConsent },
        new(FaultCodes.ConsentDeclined, Registration, Unchanged, Person) { Anchor = SignInSection },
        new(FaultCodes.ConsentByAdministrator, Registration, Unchanged, TenantAdministrator) { Anchor = ConsentSection, Script = FaultScripts.GrantConsent },
        new(FaultCodes.AppUnknown, Registration, Stopped, Administrator) { Anchor = SettingSection, Script = FaultScripts.FindApplication },
        new(FaultCodes.AppDisabled, Registration, Stopped, TenantAdministrator) { Script = FaultScripts.EnableApplication },
        new(FaultCodes.AppNotAuthorizedByPartner, Registration, Stopped, TenantAdministrator) { Anchor = ConsentSection },
        new(FaultCodes.UserNotAssigned, Registration, Stopped, TenantAdministrator) { Script = FaultScripts.AssignUser },
        new(FaultCodes.TenantUnknown, Registration, Stopped, Administrator) { Anchor = SettingSection },
        new(FaultCodes.CloudWrong, Registration, Stopped, Administrator) { Anchor = SettingSection },
        new(FaultCodes.EndpointCommon, Registration, Stopped, Administrator) { Anchor = SettingSection },
        new(FaultCodes.ResourceMissing, Registration, Stopped, TenantAdministrator) { Script = FaultScripts.AddGraph },
        new(FaultCodes.ResourceDisabled, Registration, Stopped, TenantAdministrator) { Script = FaultScripts.EnableGraph },
        new(FaultCodes.RegistrationIncomplete, Registration, Stopped, TenantAdministrator) { Anchor = PermissionSection, Script = FaultScripts.AddPermissions },
        new(FaultCodes.PlatformSinglePage, Registration, Unchanged, TenantAdministrator) { Anchor = SignInSection },
        new(FaultCodes.RedirectUriWrong, Registration, Unchanged, TenantAdministrator) { Anchor = SignInSection },
        new(FaultCodes.ScopeWrong, Registration, Stopped, Operator) { Script = FaultScripts.Check },
        new(FaultCodes.OfflineAccessMissing, Registration, Unchanged, TenantAdministrator) { Anchor = PermissionSection, Script = FaultScripts.AddPermissions },
        new(FaultCodes.RequestWrong, Registration, Stopped, Operator) { Script = FaultScripts.Answer },
        new(FaultCodes.ConfigurationWrong, Registration, Stopped, Administrator) { Anchor = SettingSection },

        new(FaultCodes.SignInPending, SigningIn, Unchanged, Person) { Anchor = SignInSection },
        new(FaultCodes.SignInMissing, SigningIn, Stopped, Person) { Anchor = SignInSection },
        new(FaultCodes.GrantEnded, SigningIn, Stopped, Person) { Anchor = SignInSection },
        new(FaultCodes.SignInIdle, SigningIn, Stopped, Person) { Anchor = SignInSection },
        new(FaultCodes.SignInOneDay, SigningIn, Stopped, TenantAdministrator) { Anchor = SignInSection },
        new(FaultCodes.SignInFrequency, SigningIn, Stopped, Person) { Anchor = SignInSection },
        new(FaultCodes.MfaRequired, SigningIn, Stopped, Person) { Anchor = SignInSection },
        new(FaultCodes.MfaEnrolment, SigningIn, Stopped, Person) { Anchor = SignInSection },
        new(FaultCodes.PasswordExpired, SigningIn, Stopped, Person) { Anchor = SignInSection },
        new(FaultCodes.PasswordChanged, SigningIn, Stopped, Person) { Anchor = SignInSection },
        new(FaultCodes.AccountDisabled, SigningIn, Stopped, TenantAdministrator) { Script = FaultScripts.EnableAccount },
        new(FaultCodes.AccountLocked, SigningIn, Stopped, TenantAdministrator) { Script = FaultScripts.FailedSignIns },
        new(FaultCodes.AccountDeleted, SigningIn, Stopped, TenantAdministrator) { Script = FaultScripts.RestoreAccount },
        new(FaultCodes.AccountForeign, SigningIn, Unchanged, Person) { Anchor = SignInSection },
        new(DeskFaults.WrongAccount, SigningIn, Unchanged, Person) { Anchor = SignInSection },
        new(FaultCodes.CodeUsed, SigningIn, Unchanged, Person) { Anchor = SignInSection },
        new(FaultCodes.SignInStale, SigningIn, Unchanged, Person) { Anchor = SignInSection },
        new(DeskFaults.SignInNotOurs, SigningIn, Unchanged, Person) { Anchor = SignInSection },
        new(FaultCodes.SignInOtherTenant, SigningIn, Unchanged, Person) { Anchor = SignInSection },

        new(FaultCodes.PolicyBlocks, Policies, Stopped, TenantAdministrator) { Script = FaultScripts.RefusedSignIn },
        new(FaultCodes.DeviceRequired, Policies, Stopped, TenantAdministrator) { Script = FaultScripts.RefusedSignIn },
        new(FaultCodes.AppNotApproved, Policies, Stopped, TenantAdministrator) { Script = FaultScripts.RefusedSignIn },
        new(FaultCodes.SecurityDefaults, Policies, Stopped, TenantAdministrator) { Script = FaultScripts.RefusedSignIn },
        new(FaultCodes.TokenChallenged, Policies, Stopped, TenantAdministrator) { Anchor = SignInSection, Script = FaultScripts.FailedSignIns },
        new(FaultCodes.TenantRestricted, Policies, Stopped, Operator) { Script = FaultScripts.Proxy },

        new(FaultCodes.AccessDenied, Mails, Stopped, TenantAdministrator) { Anchor = PermissionSection, Script = FaultScripts.Reach },
        new(FaultCodes.AccessPolicy, Mails, Stopped, TenantAdministrator) { Script = FaultScripts.AccessPolicy },
        new(FaultCodes.PermissionMissing, Mails, Stopped, TenantAdministrator) { Anchor = PermissionSection, Script = FaultScripts.GrantConsent },
        new(FaultCodes.SendAsDenied, Mails, SendingStopped, TenantAdministrator) { Script = FaultScripts.SendAs },
        new(FaultCodes.MailboxUnknown, Mails, Stopped, Administrator) { Anchor = SettingSection, Script = FaultScripts.FindMailbox },
        new(FaultCodes.MailboxUnavailable, Mails, Stopped, TenantAdministrator) { Script = FaultScripts.Licences },
        new(FaultCodes.MailboxFull, Mails, TurnedAway, TenantAdministrator) { Script = FaultScripts.MailboxSize },
        new(FaultCodes.FolderMissing, Mails, Stopped, Administrator) { Anchor = SettingSection, Script = FaultScripts.Folders },
        new(FaultCodes.TokenRefused, Mails, Stopped, Administrator) { Anchor = VerifySection },
        new(FaultCodes.TokenAudienceWrong, Mails, Stopped, Operator) { Script = FaultScripts.Check },
        new(FaultCodes.Throttled, Mails, Late, Itself),
        new(FaultCodes.SendLimit, Mails, SendingStopped, Itself),
        new(FaultCodes.CursorExpired, Mails, ReadAnew, Itself),
        new(FaultCodes.FeedIncomplete, Mails, CaughtUp, Itself),
        new(FaultCodes.PushUnreachable, Mails, ByTheClock, Operator) { Script = FaultScripts.Check },
        new(FaultCodes.PushRefused, Mails, ByTheClock, TenantAdministrator) { Anchor = PermissionSection, Script = FaultScripts.AddPermissions },
        new(FaultCodes.PushTaken, Mails, ByTheClock, Administrator) { Anchor = CredentialSection },
        new(FaultCodes.MessageRejected, Mails, OneReply, Agent) { Link = "/" },
        new(FaultCodes.RecipientRefused, Mails, OneReply, Agent) { Link = "/" },
        new(FaultCodes.MessageTooLarge, Mails, OneReply, Agent) { Link = "/" },
        new(DeskFaults.MailboxRemoved, Mails, OneReply, Administrator) { Link = "/" },
        new(FaultCodes.MailRefused, Mails, OneMail, Itself) { Anchor = MailSection },
        new(FaultCodes.MailGivenUp, Mails, OneMailOutside, Agent) { Anchor = MailSection },

        new(FaultCodes.NameUnresolved, Network, Late, Operator) { Script = FaultScripts.Resolve },
        new(FaultCodes.ConnectionRefused, Network, Late, Operator) { Script = FaultScripts.Reachable },
        new(FaultCodes.NetworkDown, Network, Late, Operator) { Script = FaultScripts.Reachable },
        new(FaultCodes.TlsFailed, Network, Late, Operator) { Script = FaultScripts.Tls },
        new(FaultCodes.ProxyRefused, Network, Late, Operator) { Script = FaultScripts.Proxy },
        new(FaultCodes.AnswerUnreadable, Network, Late, Operator) { Script = FaultScripts.Answer },
        new(FaultCodes.ConnectionBroken, Network, Late, Itself) { Script = FaultScripts.Reachable },
        new(FaultCodes.Timeout, Network, Late, Itself) { Script = FaultScripts.Reachable },
        new(FaultCodes.ProviderDown, Network, Late, Itself),

        new(FaultCodes.ClockWrong, Clock, Stopped, Operator) { Script = FaultScripts.Clock },

        new(FaultCodes.KeyRingForeign, Server, Stopped, Operator) { Anchor = CredentialSection, Script = FaultScripts.Keys },
        new(FaultCodes.DatabaseFailed, Server, NotStored, Operator) { Script = FaultScripts.Check },
        new(FaultCodes.StorageFailed, Server, NotStored, Operator) { Script = FaultScripts.Disk },
        new(DeskFaults.PublicAddressOther, Server, Unchanged, Operator) { Script = FaultScripts.Check },
        new(FaultCodes.ProviderMissing, Server, Stopped, Operator) { Script = FaultScripts.Version },
        new(FaultCodes.Unexpected, Server, Late, Operator) { Script = FaultScripts.ServerLog },
        new(DeskFaults.ServerSilent, Server, NotChecked, Operator) { Script = FaultScripts.ServerStatus },
        new(DeskFaults.BusyElsewhere, Server, NotChecked, Itself),
        new(DeskFaults.NoInstallation, Server, NotChecked, Operator) { Script = FaultScripts.Installation },
    ];

    private static readonly FrozenDictionary<string, FaultCard> ByCode = All.ToFrozenDictionary(card => card.Code);

    /// <returns>Null for a code that another version wrote into the database.</returns>
    internal static FaultCard? Of(string code) => ByCode.GetValueOrDefault(code);
}
