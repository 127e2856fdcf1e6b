namespace Tern.Features.Identity;

/// <summary>The policies a route can declare. A route that declares none does not pass the tests.</summary>
internal static class Permissions
{
    internal const string Agent = "Agent";
    internal const string Administrator = "Administrator";
}
