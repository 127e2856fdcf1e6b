using System.Text;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>A table of a page; on a narrow screen each row becomes a card.</summary>
internal static class Table
{
    /// <param name="label">What the table shows, for whoever cannot see it.</param>
    /// <param name="columns">Heads of the columns.</param>
    /// <param name="rows">Cells as HTML, already encoded.</param>
    /// <param name="empty">Said in place of a table without rows.</param>
    internal static string Of(string label, string[] columns, IEnumerable<string[]> rows, string empty)
    {
        var body = new StringBuilder();
        foreach (var row in rows)
        {
            body.Append("<tr>").AppendJoin("", row.Zip(columns, (cell, column) => $"<td data-label=\"{Html.Encode(column)}\"><span>{cell}</span></td>")).Append("</tr>");
        }

        return body.Length == 0
            ? $"""<p class="quiet">{Html.Encode(empty)}</p>"""
            : $"""
            <div class="wide" role="region" aria-label="{Html.Encode(label)}" tabindex="0"><table>
            <thead><tr>{string.Concat(columns.Select(c => $"<th scope=\"col\">{Html.Encode(c)}</th>"))}</tr></thead>
            <tbody>{body}</tbody>
            </table></div>
            """;
    }

    /// <summary>A button that does one thing.</summary>
    internal static string Button(string action, string text, params (string Name, string Value)[] fields) => Form(action, $"<button>{Html.Encode(text)}</button>", fields);

    /// <summary>A button for what cannot be undone.</summary>
    internal static string DangerousButton(string action, string text) => Form(action, $"<button class=\"danger\">{Html.Encode(text)}</button>", []);

    private static string Form(string action, string button, (string Name, string Value)[] fields) =>
        $"""<form method="post" action="{Html.Encode(action)}" class="inline">{string.Concat(fields.Select(f => Html.Hidden(f.Name, f.Value)))}{button}</form>""";
}
