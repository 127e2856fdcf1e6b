namespace Tern.Features.Administration;

/// <summary>Names the texts in AdministrationText.resx.</summary>
internal sealed class AdministrationText;
