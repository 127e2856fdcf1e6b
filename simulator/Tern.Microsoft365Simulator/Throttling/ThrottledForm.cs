namespace Tern.Microsoft365Simulator.Throttling;

/// <summary>The code of a 429 for too many requests or too much upload on one mailbox; all three were seen.</summary>
public enum ThrottledForm
{
    ApplicationThrottled,
    TooManyRequests,
    ErrorServerBusy,
}
