namespace Tern.Features.Mailboxes.Connect;

/// <summary>
/// A script for Exchange Online PowerShell that narrows an application to some mailboxes (Exchange Online: "Role Based Access Control for Applications").
/// </summary>
internal static class ScopeScript
{
    /// <param name="clientId">The application.</param>
    /// <param name="cloud">Where it is registered.</param>
    /// <param name="mailbox">A mailbox it must reach.</param>
    /// <param name="forbidden">One that it must not reach; may be null.</param>
    internal static string Write(string clientId, Cloud cloud, string mailbox, string? forbidden) => $$"""
        #Requires -Version 5.1
        # Narrows Tern to the mailboxes of one group. Needs: Install-Module ExchangeOnlineManagement, Microsoft.Graph -Scope CurrentUser
        $ErrorActionPreference = 'Stop'
        $clientId = {{ShellText.PowerShell(clientId)}}
        $mailbox = {{ShellText.PowerShell(mailbox)}}
        Connect-MgGraph -Environment {{PowerShellRegistration.Environment(cloud)}} -NoWelcome -Scopes 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'
        Connect-ExchangeOnline -ShowBanner:$false{{Exchange(cloud)}}

        # The enterprise application, not the registration: the two have different object ids.
        $principal = Get-MgServicePrincipal -Filter "appId eq '$clientId'"
        if (-not (Get-ServicePrincipal | Where-Object AppId -eq $clientId)) {
            New-ServicePrincipal -AppId $clientId -ObjectId $principal.Id -DisplayName $principal.DisplayName
        }

        # Whoever is a direct member of this group can be reached; a nested group does not count.
        $group = Get-DistributionGroup -Identity 'Tern mailboxes' -ErrorAction SilentlyContinue
        if (-not $group) { $group = New-DistributionGroup -Name 'Tern mailboxes' -Type Security }
        if (-not (Get-DistributionGroupMember -Identity $group.Identity | Where-Object PrimarySmtpAddress -eq $mailbox)) {
            Add-DistributionGroupMember -Identity $group.Identity -Member $mailbox
        }
        if (-not (Get-ManagementScope -Identity 'Tern mailboxes' -ErrorAction SilentlyContinue)) {
            New-ManagementScope -Name 'Tern mailboxes' -RecipientRestrictionFilter "MemberOfGroup -eq '$($group.DistinguishedName)'"
        }
        foreach ($role in 'Application Mail.ReadWrite', 'Application Mail.Send') {
            if (-not (Get-ManagementRoleAssignment -Role $role -RoleAssignee $principal.Id -ErrorAction SilentlyContinue)) {
                New-ManagementRoleAssignment -App $principal.Id -Role $role -CustomResourceScope 'Tern mailboxes'
            }
        }

        # Rights add up: as long as the consent for the whole tenant stands, the scope narrows nothing. So that consent goes.
        $graph = Get-MgServicePrincipal -Filter "appId eq '00000003-0000-0000-c000-000000000000'"
        $roles = $graph.AppRoles | Where-Object Value -in 'Mail.ReadWrite', 'Mail.Send'
        Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -All |
            Where-Object { $_.ResourceId -eq $graph.Id -and $_.AppRoleId -in $roles.Id } |
            ForEach-Object { Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -AppRoleAssignmentId $_.Id }

        # What Exchange says at once; Microsoft Graph follows within two hours.
        Test-ServicePrincipalAuthorization -Identity $principal.Id -Resource $mailbox | Format-Table
        {{(forbidden is null ? "" : $"Test-ServicePrincipalAuthorization -Identity $principal.Id -Resource {ShellText.PowerShell(forbidden)} | Format-Table\n")}}
        """;

    /// <summary>Names of Connect-ExchangeOnline -ExchangeEnvironmentName.</summary>
    private static string Exchange(Cloud cloud) => cloud switch
    {
        Cloud.GccHigh => " -ExchangeEnvironmentName O365USGovGCCHigh",
        Cloud.Dod => " -ExchangeEnvironmentName O365USGovDoD",
        Cloud.China => " -ExchangeEnvironmentName O365China",
        _ => "",
    };
}
