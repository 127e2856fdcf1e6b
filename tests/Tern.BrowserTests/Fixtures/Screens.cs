using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Tern.BrowserTests.Fixtures;

/// <summary>Looks at a page as people see it; the pictures are left in artifacts/screenshots for whoever judges them by eye.</summary>
internal static class Screens
{
    // Whatever can be scrolled sideways, but for the rail, which on a phone is a strip that is meant to be.
    private const string TooWide =
        """
        [...document.querySelectorAll("html, body, body *")]
          .filter(e => e.scrollWidth > e.clientWidth + 1 && (e === document.documentElement || /auto|scroll/.test(getComputedStyle(e).overflowX)))
          .filter(e => !e.matches(".rail-nav, textarea, input"))
          .map(e => `${e.tagName} ${e.className} by ${e.scrollWidth - e.clientWidth} px`)
        """;

    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    private static string Pictures => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screenshots"));

    /// <returns>What is wider than its place, and what axe-core finds against WCAG 2.2 AA.</returns>
    internal static async Task<IReadOnlyList<string>> LookAsync(IPage page, string name, bool withAxe)
    {
        Directory.CreateDirectory(Pictures);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, name + ".png"), FullPage = true });
        var found = (await page.EvaluateAsync<string[]>(TooWide)).Select(element => $"{name}: wider than its place: {element}").ToList();
        if (withAxe)
        {
            var result = await page.RunAxe(Rules);
            found.AddRange(result.Violations.Select(v => $"{name}: {v.Id}: {v.Help} {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
        }

        return found;
    }
}
