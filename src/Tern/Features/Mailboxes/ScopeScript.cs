using System.Net.Mime;
using System.Text;

namespace Tern.Features.Mailboxes;

/// <summary>
/// A script for Exchange Online PowerShell that narrows an application to some mailboxes (Exchange Online: "Role Based Access Control for Applications").
/// </summary>
internal static class ScopeScript
{
    internal const string FileName = "narrow-tern.ps1";

    /// <summary>As a file; without the mark at its beginning, Windows PowerShell reads its own code page.</summary>
    internal static IResult Download(ScopeNarrowing narrowing) =>
        TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(narrowing.Script)], MediaTypeNames.Application.Octet, FileName);

    /// <param name="clientId">The application.</param>
    /// <param name="cloud">Where it is registered.</param>
    /// <param name="mailboxes">Every mailbox it must reach: what is not among them goes dark with the consent that is taken away.</param>
    /// <param name="forbidden">One that it must not reach; may be null.</param>
    internal static string Write(string clientId, Cloud cloud, IReadOnlyList<string> mailboxes, string? forbidden) => $$"""
        #Requires -Version 5.1
        # Narrows Tern to the mailboxes of one group. Needs: Install-Module ExchangeOnlineManagement, Microsoft.Graph -Scope CurrentUser
        # One block: pasted into a console, it stops as a whole where something fails.
        & {
        $ErrorActionPreference = 'Stop'
        $clientId = {{ShellText.PowerShell(clientId)}}
        $mailboxes = {{ShellText.PowerShell(mailboxes)}}
        $roles = 'Application Mail.ReadWrite', 'Application Mail.Send'
        Connect-MgGraph -Environment {{ShellText.GraphEnvironment(cloud)}} -NoWelcome -Scopes 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'
        Connect-ExchangeOnline -ShowBanner:$false{{Exchange(cloud)}}

        # The enterprise application, not the registration: the two have different object ids.
        $principal = Get-MgServicePrincipal -Filter "appId eq '$clientId'"
        if (-not (Get-ServicePrincipal | Where-Object AppId -eq $clientId)) {
            New-ServicePrincipal -AppId $clientId -ObjectId $principal.Id -DisplayName $principal.DisplayName
        }

        # Whoever is a direct member of this group can be reached; a nested group does not count.
        $group = Get-DistributionGroup -Identity 'Tern mailboxes' -ErrorAction SilentlyContinue
        if (-not $group) { $group = New-DistributionGroup -Name 'Tern mailboxes' -Type Security }
        $members = @(Get-DistributionGroupMember -Identity $group.Identity -ResultSize Unlimited | ForEach-Object { $_.PrimarySmtpAddress })
        foreach ($mailbox in $mailboxes) {
            $address = (Get-Mailbox -Identity $mailbox).PrimarySmtpAddress
            if ($members -notcontains $address) { Add-DistributionGroupMember -Identity $group.Identity -Member $address }
        }
        if (-not (Get-ManagementScope -Identity 'Tern mailboxes' -ErrorAction SilentlyContinue)) {
            New-ManagementScope -Name 'Tern mailboxes' -RecipientRestrictionFilter "MemberOfGroup -eq '$($group.DistinguishedName)'"
        }
        foreach ($role in $roles) {
            if (-not (Get-ManagementRoleAssignment -Role $role -RoleAssignee $principal.Id -ErrorAction SilentlyContinue)) {
                New-ManagementRoleAssignment -App $principal.Id -Role $role -CustomResourceScope 'Tern mailboxes'
            }
        }

        # Nothing is taken away before Exchange itself says that every one of these mailboxes stays in reach.
        $outside = @(foreach ($mailbox in $mailboxes) {
            $inScope = @(Test-ServicePrincipalAuthorization -Identity $principal.Id -Resource $mailbox | Where-Object { $_.InScope -eq $true } | ForEach-Object { $_.RoleName })
            if (@($roles | Where-Object { $inScope -notcontains $_ }).Count -gt 0) { $mailbox }
        })
        if ($outside.Count -gt 0) {
            throw "Stopped, and no consent was taken away: Exchange does not have these mailboxes in the scope yet: $($outside -join ', '). Wait a few minutes and run this script again."
        }

        # Rights add up: as long as the consent for the whole tenant stands, the scope narrows nothing. So that consent goes.
        $graph = Get-MgServicePrincipal -Filter "appId eq '00000003-0000-0000-c000-000000000000'"
        $wide = $graph.AppRoles | Where-Object Value -in 'Mail.ReadWrite', 'Mail.Send'
        Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -All |
            Where-Object { $_.ResourceId -eq $graph.Id -and $_.AppRoleId -in $wide.Id } |
            ForEach-Object { Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -AppRoleAssignmentId $_.Id }

        # What Exchange says at once; Microsoft Graph follows within two hours.
        foreach ($mailbox in $mailboxes{{(forbidden is null ? "" : $" + {ShellText.PowerShell(forbidden)}")}}) {
            Test-ServicePrincipalAuthorization -Identity $principal.Id -Resource $mailbox | Format-Table @{ Name = 'Mailbox'; Expression = { $mailbox } }, RoleName, InScope
        }
        }

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
