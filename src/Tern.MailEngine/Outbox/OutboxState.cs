namespace Tern.MailEngine.Outbox;

/// <summary>How far an outgoing message has come.</summary>
public enum OutboxState
{
    /// <summary>Waits for its first step.</summary>
    Queued,

    /// <summary>Lies as a draft at the provider, with our key.</summary>
    Drafted,

    /// <summary>The provider is or was being asked to send it; whether it did may be unknown.</summary>
    Sending,

    /// <summary>The provider took it.</summary>
    Accepted,

    /// <summary>Its copy was found in Sent Items.</summary>
    Sent,

    /// <summary>Whether it left cannot be proved; a person must look.</summary>
    Uncertain,

    /// <summary>The provider refused it for good.</summary>
    Failed,
}
