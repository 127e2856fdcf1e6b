namespace Tern.Microsoft365Simulator.Entra;

/// <summary>A token request whose client is known and proven.</summary>
/// <param name="TenantKey">The tenant as the address names it, lower case.</param>
/// <param name="Tenant">Null on a shared authority.</param>
/// <param name="App">The client.</param>
/// <param name="Form">The body.</param>
/// <param name="Cloud">The cloud whose sign-in was called.</param>
/// <param name="Origin">The page in a browser that asks, where it is one.</param>
/// <param name="HasCredential">True: a secret or an assertion came along.</param>
internal sealed record TokenCall(string TenantKey, Tenant? Tenant, AppRegistration App, FormFields Form, CloudHosts Cloud, string? Origin, bool HasCredential)
{
    internal ClaimsRequest Claims { get; } = ClaimsRequest.Read(Form["claims"]);
}
