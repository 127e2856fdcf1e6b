namespace Tern.Features.Mailboxes.Connect;

/// <summary>What is to be registered at Microsoft, for a script or for a person at the portal.</summary>
internal sealed record RegistrationOrder
{
    public required string Name { get; init; }

    public required Cloud Cloud { get; init; }

    public required ConnectWay Way { get; init; }

    public required IReadOnlyList<string> RedirectUris { get; init; }

    /// <summary>Names of Graph permissions: of the application, or of the person who signs in.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    public ProofKind? Proof { get; init; }

    /// <summary>The public part of the certificate, DER in base64.</summary>
    public string? Certificate { get; init; }

    public FederatedIdentity? Federated { get; init; }

    /// <summary>Finds registrations of exactly this name (OData 4.01 part 2, §5.1.1.6.1: a quotation mark in a string is doubled).</summary>
    internal string Filter => $"displayName eq '{Name.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Application permissions are roles, delegated ones are scopes (Microsoft Graph: "resourceAccess").</summary>
    internal string Kind => Way == ConnectWay.App ? "Role" : "Scope";
}

/// <summary>Whose tokens the registration trusts (Entra: "Configure an app to trust an external identity provider").</summary>
/// <param name="Issuer">Claim <c>iss</c> of the token.</param>
/// <param name="Subject">Claim <c>sub</c>.</param>
/// <param name="Audience">Claim <c>aud</c>.</param>
public sealed record FederatedIdentity(string Issuer, string Subject, string Audience);
