namespace Tern.Features.Mailboxes;

/// <summary>The commands on the cards. Whatever was entered by people stands in quotes, so that it stays one word wherever it is pasted.</summary>
internal static class FaultScripts
{
    private const string GraphApplication = "00000003-0000-0000-c000-000000000000";

    // Ids of Microsoft Graph's permissions, the same in every tenant (Microsoft Graph permissions reference).
    private const string ApplicationPermissions = "e2a3a72e-5f79-4c64-b1b1-878b674786c9=Role b633e1c5-b582-4048-a93e-9f11b44c7e96=Role";
    private const string DelegatedPermissions =
        "024d486e-b451-40bb-833d-3e66d98c5c73=Scope e383f46e-2787-4529-855e-0e479a3ffac0=Scope e1fe6dd8-ba31-4d61-89e7-88639da4683d=Scope 7427e0e9-2fba-42fe-b0c0-848c9e6a8182=Scope";

    internal static FaultScript NewSecret(FaultSubject s) => Azure(s, $"az ad app credential reset --id {ShellText.Bash(s.ClientId)} --append --display-name Tern --years 1 --query password --output tsv");

    internal static FaultScript RegisterCertificate(FaultSubject s) => Azure(s, $"az ad app credential reset --id {ShellText.Bash(s.ClientId)} --append --cert @tern.cer");

    internal static FaultScript NewCertificate(FaultSubject s) => Azure(
        s,
        $"""
        openssl req -x509 -newkey rsa:3072 -sha256 -days 730 -nodes -subj "/CN=Tern" -keyout tern.key -out tern.cer
        openssl pkcs12 -export -inkey tern.key -in tern.cer -out tern.pfx
        az ad app credential reset --id {ShellText.Bash(s.ClientId)} --append --cert @tern.cer
        """);

    internal static FaultScript ExportCertificate(FaultSubject s) => Server("openssl pkcs12 -export -inkey tern.key -in tern.cer -out tern.pfx\nopenssl pkcs12 -in tern.pfx -info -noout");

    internal static FaultScript NoPublicClient(FaultSubject s) => Azure(s, $"az ad app update --id {ShellText.Bash(s.ClientId)} --is-fallback-public-client false");

    internal static FaultScript FederatedCredentials(FaultSubject s) => Azure(s, $"az ad app federated-credential list --id {ShellText.Bash(s.ClientId)} --query '[].[issuer, subject, audiences]'");

    internal static FaultScript FederatedToken(FaultSubject s) => Server("sudo -u tern ls -l TOKEN-FILE");

    internal static FaultScript GrantConsent(FaultSubject s) => Azure(s, $"az ad app permission admin-consent --id {ShellText.Bash(s.ClientId)}");

    internal static FaultScript AddPermissions(FaultSubject s) => Azure(
        s,
        $"""
        az ad app permission add --id {ShellText.Bash(s.ClientId)} --api {GraphApplication} --api-permissions {(s.IsDelegated ? DelegatedPermissions : ApplicationPermissions)}
        az ad app permission admin-consent --id {ShellText.Bash(s.ClientId)}
        """);

    internal static FaultScript FindApplication(FaultSubject s) => Azure(s, $"az ad sp show --id {ShellText.Bash(s.ClientId)} --query '[displayName, accountEnabled]'");

    internal static FaultScript EnableApplication(FaultSubject s) => Azure(s, $"az ad sp update --id {ShellText.Bash(s.ClientId)} --set accountEnabled=true");

    internal static FaultScript AddGraph(FaultSubject s) => Azure(s, $"az ad sp create --id {GraphApplication}");

    internal static FaultScript EnableGraph(FaultSubject s) => Azure(s, $"az ad sp update --id {GraphApplication} --set accountEnabled=true");

    internal static FaultScript AssignUser(FaultSubject s) => Graph(
        s,
        "Application.Read.All, AppRoleAssignment.ReadWrite.All, User.Read.All",
        $"""
        $app = Get-MgServicePrincipal -Filter {ShellText.PowerShell($"appId eq {OData(s.ClientId)}")}
        $user = Get-MgUser -UserId {ShellText.PowerShell(s.Account)}
        New-MgUserAppRoleAssignment -UserId $user.Id -PrincipalId $user.Id -ResourceId $app.Id -AppRoleId ([guid]::Empty)
        """);

    internal static FaultScript EnableAccount(FaultSubject s) => Graph(s, "User.ReadWrite.All", $"Update-MgUser -UserId {ShellText.PowerShell(s.Account)} -AccountEnabled:$true");

    internal static FaultScript RestoreAccount(FaultSubject s) => Graph(
        s,
        "User.ReadWrite.All",
        $"""
        $user = Get-MgDirectoryDeletedItemAsUser -All | Where-Object UserPrincipalName -like {ShellText.PowerShell($"*{s.Account}")}
        Restore-MgDirectoryDeletedItem -DirectoryObjectId $user.Id
        """);

    internal static FaultScript FailedSignIns(FaultSubject s) => Graph(
        s,
        "AuditLog.Read.All",
        $$"""
        Get-MgAuditLogSignIn -Filter {{ShellText.PowerShell($"userPrincipalName eq {OData(s.Account)}")}} -Top 20 |
          Format-Table CreatedDateTime, AppDisplayName, IPAddress, @{n='Error';e={$_.Status.ErrorCode} }
        """);

    /// <summary>Which policy it was stands in the sign-in log, under the correlation id of the refusal.</summary>
    internal static FaultScript RefusedSignIn(FaultSubject s) => Graph(
        s,
        "AuditLog.Read.All, Policy.Read.All",
        $"""
        (Get-MgAuditLogSignIn -Filter {ShellText.PowerShell($"correlationId eq {OData(s.RequestId ?? "CORRELATION-ID")}")}).AppliedConditionalAccessPolicies |
          Format-Table DisplayName, Result
        """);

    internal static FaultScript Licences(FaultSubject s) => Graph(s, "User.Read.All", $"Get-MgUserLicenseDetail -UserId {ShellText.PowerShell(s.Address)} | Format-Table SkuPartNumber");

    internal static FaultScript Reach(FaultSubject s) => s.IsDelegated
        ? Exchange($"Add-MailboxPermission -Identity {ShellText.PowerShell(s.Address)} -User {ShellText.PowerShell(s.Account)} -AccessRights FullAccess")
        : Exchange($"Test-ServicePrincipalAuthorization -Identity {ShellText.PowerShell(s.ClientId)} -Resource {ShellText.PowerShell(s.Address)}");

    internal static FaultScript AccessPolicy(FaultSubject s) => Exchange(
        $"""
        Test-ApplicationAccessPolicy -AppId {ShellText.PowerShell(s.ClientId)} -Identity {ShellText.PowerShell(s.Address)}
        Get-ApplicationAccessPolicy | Where-Object AppId -eq {ShellText.PowerShell(s.ClientId)} | Format-List ScopeName, AccessRight
        Add-DistributionGroupMember -Identity GROUP-OF-THE-POLICY -Member {ShellText.PowerShell(s.Address)}
        """);

    internal static FaultScript SendAs(FaultSubject s) => Exchange($"Add-RecipientPermission -Identity {ShellText.PowerShell(s.Address)} -Trustee {ShellText.PowerShell(s.Account)} -AccessRights SendAs -Confirm:$false");

    internal static FaultScript FindMailbox(FaultSubject s) => Exchange($"Get-EXORecipient -Identity {ShellText.PowerShell(s.Address)} | Format-List PrimarySmtpAddress, RecipientTypeDetails");

    internal static FaultScript MailboxSize(FaultSubject s) => Exchange($"Get-EXOMailboxStatistics -Identity {ShellText.PowerShell(s.Address)} | Format-List TotalItemSize, ItemCount");

    internal static FaultScript Folders(FaultSubject s) => Exchange($"Get-EXOMailboxFolderStatistics -Identity {ShellText.PowerShell(s.Address)} | Format-Table FolderPath, ItemsInFolder");

    internal static FaultScript Resolve(FaultSubject s) => Server($"getent hosts {ShellText.Bash(s.Authority.Host)}\ngetent hosts {ShellText.Bash(s.Graph.Host)}");

    internal static FaultScript Reachable(FaultSubject s) => Server($"curl -sv --max-time 10 -o /dev/null {ShellText.Bash(s.Authority.AbsoluteUri)}\ncurl -sv --max-time 10 -o /dev/null {ShellText.Bash(s.Graph.AbsoluteUri)}");

    internal static FaultScript Tls(FaultSubject s) => Server($"openssl s_client -brief -connect {ShellText.Bash($"{s.Authority.Host}:{s.Authority.Port}")} -servername {ShellText.Bash(s.Authority.Host)} </dev/null");

    internal static FaultScript Proxy(FaultSubject s) => Server($"systemctl show tern --property Environment\ncurl -sv --max-time 10 -o /dev/null --proxy PROXY {ShellText.Bash(s.Authority.AbsoluteUri)}");

    internal static FaultScript Answer(FaultSubject s) => Server($"curl -s {ShellText.Bash(new Uri(s.Authority, $"{Uri.EscapeDataString(s.Tenant)}/v2.0/.well-known/openid-configuration").AbsoluteUri)} | head -c 300");

    internal static FaultScript Clock(FaultSubject s) => Server($"timedatectl set-ntp true\ntimedatectl\ndate -u; curl -sI {ShellText.Bash(s.Authority.AbsoluteUri)} | grep -i '^date'");

    internal static FaultScript Check(FaultSubject s) => Server("tern check");

    internal static FaultScript Installation(FaultSubject s) => Server("tern check --data /var/lib/tern");

    internal static FaultScript Keys(FaultSubject s) => Server("tern check\nls -l /var/lib/tern/keys");

    internal static FaultScript Disk(FaultSubject s) => Server("df -h /var/lib/tern\nls -ld /var/lib/tern /var/lib/tern/*");

    internal static FaultScript Version(FaultSubject s) => Server("tern --version");

    internal static FaultScript ServerLog(FaultSubject s) => Server("journalctl -u tern --since -1h --priority err");

    internal static FaultScript ServerStatus(FaultSubject s) => Server("systemctl status tern\njournalctl -u tern --since -1h");

    private static FaultScript Azure(FaultSubject s, string commands) => new(FaultShell.AzureCli, $"az login --tenant {ShellText.Bash(s.Tenant)} --allow-no-subscriptions\n{commands}");

    private static FaultScript Graph(FaultSubject s, string scopes, string commands) => new(FaultShell.GraphPowerShell, $"Connect-MgGraph -TenantId {ShellText.PowerShell(s.Tenant)} -Scopes {scopes}\n{commands}");

    private static FaultScript Exchange(string commands) => new(FaultShell.ExchangePowerShell, $"Connect-ExchangeOnline\n{commands}");

    private static FaultScript Server(string commands) => new(FaultShell.Server, commands);

    private static string OData(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
