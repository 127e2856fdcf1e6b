using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>The item is not in the store (Graph: <c>ErrorItemNotFound</c>). What that means depends on what was asked.</summary>
internal sealed class ItemNotFoundException(Fault fault) : MailboxException(fault, inner: null);
