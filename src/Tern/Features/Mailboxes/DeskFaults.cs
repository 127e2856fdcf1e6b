namespace Tern.Features.Mailboxes;

/// <summary>Causes of the desk's own, beside <see cref="MailEngine.Errors.FaultCodes"/>; stable as well.</summary>
internal static class DeskFaults
{
    /// <summary>The running server did not answer a request in time.</summary>
    internal const string ServerSilent = "server-silent";

    /// <summary>Another node holds the lease.</summary>
    internal const string BusyElsewhere = "busy-elsewhere";
}
