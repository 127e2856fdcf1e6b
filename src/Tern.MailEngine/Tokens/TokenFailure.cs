using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Tokens;

/// <summary>A refresh that failed. Stands for the grant and the settings it was asked with; any change of them is tried at once.</summary>
/// <param name="Fault">What went wrong.</param>
/// <param name="Version">The version of the grant.</param>
/// <param name="Settings">A fingerprint of the settings: authority, tenant, client, credentials.</param>
/// <param name="At">When.</param>
/// <param name="RetryAt">When it is worth asking again.</param>
/// <param name="Count">Failures in a row.</param>
public sealed record TokenFailure(Fault Fault, long Version, string Settings, DateTimeOffset At, DateTimeOffset RetryAt, int Count);
