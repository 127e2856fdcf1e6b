using System.Text.Json;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>A script for the Azure command line in bash that registers Tern, written from the documentation of <c>az ad app</c> and <c>az ad sp</c>.</summary>
internal static class AzureRegistration
{
    internal static string Write(RegistrationOrder order) => $$"""
        #!/usr/bin/env bash
        # Registers Tern in Microsoft Entra. Needs the Azure command line (az); sign in as an administrator.
        # In a shell of its own: pasted into a console, a failure ends the script and not the console.
        (
        set -euo pipefail
        {{CloudOf(order.Cloud)}}az login --allow-no-subscriptions --output none

        # A second run must not leave two of the same name.
        known=$(az ad app list --filter {{ShellText.Bash(order.Filter)}} --query '[].appId' --output tsv)
        if [ -n "$known" ]; then
          echo "Nothing was changed: an application of this name is registered already, with the client ID $known" >&2
          echo "Finish that one by hand in the portal, or delete it and run this script again:  az ad app delete --id $known" >&2
          exit 1
        fi

        graph=00000003-0000-0000-c000-000000000000
        app=$(az ad app create --display-name {{ShellText.Bash(order.Name)}} --sign-in-audience AzureADMyOrg{{Redirects(order)}}{{(order.Way == ConnectWay.Device ? " --is-fallback-public-client true" : "")}} --query appId --output tsv)
        az ad sp create --id "$app" --output none

        for permission in {{string.Join(' ', order.Permissions.Select(ShellText.Bash))}}; do
          id=$(az ad sp show --id "$graph" --query "{{(order.Way == ConnectWay.App ? "appRoles" : "oauth2PermissionScopes")}}[?value=='$permission'].id | [0]" --output tsv)
          az ad app permission add --id "$app" --api "$graph" --api-permissions "$id={{order.Kind}}" --output none
        done
        {{Proof(order)}}
        # Entra needs a moment until the new application can be consented to.
        sleep 30
        az ad app permission admin-consent --id "$app"

        echo "Tenant ID:  $(az account show --query tenantId --output tsv)"
        echo "Client ID:  $app"
        echo "Object ID:  $(az ad app show --id "$app" --query id --output tsv)"
        )

        """;

    /// <summary>Names of <c>az cloud list</c>; GCC High and DoD share one.</summary>
    private static string CloudOf(Cloud cloud) => cloud switch
    {
        Cloud.GccHigh or Cloud.Dod => "az cloud set --name AzureUSGovernment\n",
        Cloud.China => "az cloud set --name AzureChinaCloud\n",
        _ => "",
    };

    private static string Redirects(RegistrationOrder order) =>
        order.RedirectUris.Count == 0 ? "" : $" --web-redirect-uris {string.Join(' ', order.RedirectUris.Select(ShellText.Bash))}";

    private static string Proof(RegistrationOrder order) => order switch
    {
        { Certificate: { } certificate } => $$"""

            certificate=$(mktemp)
            trap 'rm -f "$certificate"' EXIT
            printf '%s\n' '-----BEGIN CERTIFICATE-----' {{ShellText.Bash(certificate)}} '-----END CERTIFICATE-----' > "$certificate"
            az ad app credential reset --id "$app" --append --cert "@$certificate" --output none

            """,
        { Proof: ProofKind.Secret } => """

            echo "Secret (value, shown only now):  $(az ad app credential reset --id "$app" --append --display-name Tern --years 1 --query password --output tsv)"

            """,
        { Proof: ProofKind.Federated, Federated: { } identity } => $$"""

            az ad app federated-credential create --id "$app" --parameters {{ShellText.Bash(JsonSerializer.Serialize(
                new { name = "tern", issuer = identity.Issuer, subject = identity.Subject, audiences = new[] { identity.Audience } }))}} --output none

            """,
        _ => "",
    };
}
