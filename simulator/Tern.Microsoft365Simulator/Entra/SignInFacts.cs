namespace Tern.Microsoft365Simulator.Entra;

/// <summary>What a sign-in proved, which is what policies are held against.</summary>
internal sealed record SignInFacts(DateTimeOffset At, DateTimeOffset? SecondFactor, string? DeviceId, bool MetExternalChallenge)
{
    internal static SignInFacts Of(Grant grant) => new(grant.Issued, grant.SecondFactor, grant.DeviceId, grant.MetExternalChallenge);
}
