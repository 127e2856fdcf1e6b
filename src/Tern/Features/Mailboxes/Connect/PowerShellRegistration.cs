using System.Globalization;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>
/// A script for Microsoft Graph PowerShell that registers Tern, written from the documentation of New-MgApplication, New-MgServicePrincipal,
/// New-MgServicePrincipalAppRoleAssignment and New-MgOauth2PermissionGrant. Permissions are looked up by name, so that no id can be a wrong one.
/// </summary>
internal static class PowerShellRegistration
{
    internal static string Write(RegistrationOrder order) => $$"""
        #Requires -Version 5.1
        # Registers Tern in Microsoft Entra. Needs: Install-Module Microsoft.Graph -Scope CurrentUser
        # One block: pasted into a console, it stops as a whole where something fails.
        & {
        $ErrorActionPreference = 'Stop'
        Connect-MgGraph -Environment {{ShellText.GraphEnvironment(order.Cloud)}} -NoWelcome -Scopes 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'

        # A second run must not leave two of the same name.
        $existing = @(Get-MgApplication -Filter {{ShellText.PowerShell(order.Filter)}})
        if ($existing.Count -gt 0) {
            throw "Nothing was changed: an application of this name is registered already, with the client ID $($existing.AppId -join ', '). Finish that one by hand in the portal, or delete it and run this script again: Remove-MgApplication -ApplicationId $($existing.Id -join ', ')"
        }

        $permissions = {{ShellText.PowerShell(order.Permissions)}}
        $graph = Get-MgServicePrincipal -Filter "appId eq '00000003-0000-0000-c000-000000000000'"
        {{Known(order)}}
        if (@($known).Count -ne $permissions.Count) { throw "Microsoft Graph does not know all of: $permissions" }

        $application = @{
            DisplayName            = {{ShellText.PowerShell(order.Name)}}
            SignInAudience         = 'AzureADMyOrg'
            Web                    = @{ RedirectUris = {{ShellText.PowerShell(order.RedirectUris)}} }
            IsFallbackPublicClient = {{(order.Way == ConnectWay.Device ? "$true" : "$false")}}
            RequiredResourceAccess = @(@{
                ResourceAppId  = $graph.AppId
                ResourceAccess = @($known | ForEach-Object { @{ Id = $_.Id; Type = '{{order.Kind}}' } })
            })
        }
        {{Certificate(order)}}$app = New-MgApplication @application
        $principal = New-MgServicePrincipal -AppId $app.AppId
        {{Consent(order)}}
        {{Proof(order)}}
        Write-Host "Tenant ID:  $((Get-MgContext).TenantId)"
        Write-Host "Client ID:  $($app.AppId)"
        Write-Host "Object ID:  $($app.Id)"
        }

        """;

    /// <summary>Names of Get-MgEnvironment.</summary>
    private static string Known(RegistrationOrder order) => order.Way == ConnectWay.App
        ? "$known = $graph.AppRoles | Where-Object { $_.Value -in $permissions -and $_.AllowedMemberTypes -contains 'Application' }"
        : "$known = $graph.Oauth2PermissionScopes | Where-Object { $_.Value -in $permissions }";

    private static string Certificate(RegistrationOrder order) => order.Certificate is null
        ? ""
        : $"$application.KeyCredentials = @(@{{ Type = 'AsymmetricX509Cert'; Usage = 'Verify'; DisplayName = 'CN=Tern'; Key = [Convert]::FromBase64String({ShellText.PowerShell(order.Certificate)}) }})\n";

    private static string Consent(RegistrationOrder order) => order.Way == ConnectWay.App
        ? """
          foreach ($role in $known) {
              New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -PrincipalId $principal.Id -ResourceId $graph.Id -AppRoleId $role.Id | Out-Null
          }
          """
        : "New-MgOauth2PermissionGrant -BodyParameter @{ clientId = $principal.Id; consentType = 'AllPrincipals'; resourceId = $graph.Id; scope = ($permissions -join ' ') } | Out-Null";

    private static string Proof(RegistrationOrder order) => order switch
    {
        { Proof: ProofKind.Secret } => """
            $secret = Add-MgApplicationPassword -ApplicationId $app.Id -PasswordCredential @{ displayName = 'Tern'; endDateTime = (Get-Date).ToUniversalTime().AddMonths(12) }
            Write-Host "Secret (value, shown only now):  $($secret.SecretText)"
            Write-Host "Secret ends:  $($secret.EndDateTime)"
            """,
        { Proof: ProofKind.Federated, Federated: { } identity } => string.Create(CultureInfo.InvariantCulture, $$"""
            New-MgApplicationFederatedIdentityCredential -ApplicationId $app.Id -BodyParameter @{
                name      = 'tern'
                issuer    = {{ShellText.PowerShell(identity.Issuer)}}
                subject   = {{ShellText.PowerShell(identity.Subject)}}
                audiences = @({{ShellText.PowerShell(identity.Audience)}})
            } | Out-Null
            """),
        _ => "",
    };
}
