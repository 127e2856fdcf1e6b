namespace Tern.MailEngine;

/// <summary>Identifies a mailbox for as long as it exists, whatever its address becomes.</summary>
/// <param name="Value">A version 7 GUID, given by the host.</param>
public readonly record struct MailboxId(Guid Value)
{
    /// <summary>The identity as it stands in logs and addresses: 32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("n");
}
