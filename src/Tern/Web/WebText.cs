namespace Tern.Web;

/// <summary>Names the texts in WebText.resx.</summary>
internal sealed class WebText;
