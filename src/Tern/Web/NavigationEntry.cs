namespace Tern.Web;

/// <summary>One line of the left rail.</summary>
/// <param name="Key">Compared with the page's own key to mark where one is.</param>
/// <param name="Icon">A name of Styles/icons.txt.</param>
public sealed record NavigationEntry(string Key, string Href, string Text, string Icon, long? Count = null);
