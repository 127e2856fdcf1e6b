namespace Tern.Features.Mailboxes.Connect;

/// <summary>Names the texts in ConnectText.resx.</summary>
internal sealed class ConnectText;
