namespace Tern.Features.Identity;

/// <summary>Names the texts in IdentityText.resx.</summary>
internal sealed class IdentityText;
