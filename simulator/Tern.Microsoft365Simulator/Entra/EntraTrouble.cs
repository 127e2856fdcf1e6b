namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Trouble inside Entra that goes away by itself. The number is the code it answers with.</summary>
public enum EntraTrouble
{
    None = 0,
    RetryableError = 50033,
    ConsumerAccounts = 70012,
    ServiceUnavailable = 90006,
    RequestTimeout = 90012,
    RequestBudgetExceeded = 90024,
    DirectoryUnavailable = 90033,
    DirectoryRetryLimit = 90036,
    DirectoryRetryable = 90090,
    DirectoryUnreachable = 90091,
}
