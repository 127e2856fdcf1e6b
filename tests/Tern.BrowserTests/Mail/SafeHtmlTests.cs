using Microsoft.Playwright;
using Tern.BrowserTests.Fixtures;
using Tern.Mail;

namespace Tern.BrowserTests.Mail;

/// <summary>Safe HTML in a real browser, without the frame and the policies that the desk puts around it: no script runs and no request leaves.</summary>
public sealed class SafeHtmlTests(Browser browser, ITestOutputHelper output) : IClassFixture<Browser>
{
    // Looks, points, focuses and presses keys as a person would; follows no link, for a link may lead away.
    private const string Touch = """
        for (const element of document.querySelectorAll('*')) {
          for (const kind of ['mouseover', 'mouseenter', 'pointerover', 'focus', 'keydown', 'toggle', 'animationstart']) element.dispatchEvent(new Event(kind, { bubbles: true }));
          if (element.focus) element.focus();
        }
        """;

    // What would run only after a click is judged by where it leads, as the browser itself reads it.
    private const string BadLink = """
        () => [...document.querySelectorAll('[href], [action], [formaction], [ping]')]
          .flatMap(e => ['href', 'action', 'formaction', 'ping'].filter(a => e.hasAttribute(a)).map(a => e.getAttribute(a)))
          .find(a => { try { return !['http:', 'https:', 'mailto:', 'tel:'].includes(new URL(a).protocol); } catch { return true; } }) ?? null
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Known_attacks_run_nothing_and_fetch_nothing()
    {
        Assert.SkipUnless(Browser.IsThere, "Chromium is needed; eng/test.sh installs it.");
        Assert.InRange(Attacks.All.Count, 300, int.MaxValue);

        // Each has a page of its own: what an attack still asks for when the next piece is shown is not to be laid at that one's door.
        await using var raw = await LookAsync();
        await using var look = await LookAsync();
        var struck = 0;
        foreach (var attack in Attacks.All)
        {
            // What nothing happens with as it is proves nothing, so it is counted how many do.
            struck += await raw.ShowAsync(attack) is null ? 0 : 1;
            var safe = SafeHtml.Sanitize(attack);
            var happened = await look.ShowAsync(safe);

            Assert.True(happened is null, $"{attack}\nbecame\n{safe}\nand {happened}");
        }

        output.WriteLine($"{Attacks.All.Count} attacks, of which {struck} strike in this browser unless they are made safe");
        Assert.InRange(struck, 100, Attacks.All.Count);
    }

    [Fact]
    public async Task Mail_of_the_corpora_runs_nothing_and_fetches_nothing()
    {
        Assert.SkipUnless(Browser.IsThere, "Chromium is needed; eng/test.sh installs it.");
        var corpora = Environment.GetEnvironmentVariable("TERN_CORPORA") ?? Checkout.At("../shared/corpora");
        Assert.SkipUnless(Directory.Exists(corpora), "The corpora are not here (set TERN_CORPORA).");
        await using var look = await LookAsync();
        var shown = 0;
        foreach (var file in Directory.EnumerateFiles(corpora, "*.eml", SearchOption.AllDirectories))
        {
            var mail = MailReader.Read(await File.ReadAllBytesAsync(file, Ct));
            foreach (var html in (string?[])[mail.Html, mail.VisibleHtml])
            {
                if (html is not null)
                {
                    var happened = await look.ShowAsync(html);
                    Assert.True(happened is null, $"{file}: {happened}");
                    shown++;
                }
            }
        }

        output.WriteLine($"{shown} pieces of HTML shown");
        Assert.InRange(shown, 60, int.MaxValue);
    }

    private async Task<Look> LookAsync() => new(await browser.NewAsync());

    /// <summary>One page that shows one piece of markup after the other, and tells what each of them did.</summary>
    private sealed class Look(IBrowserContext context) : IAsyncDisposable
    {
        private IPage? _page;
        private string? _request;

        internal async Task<string?> ShowAsync(string markup)
        {
            try
            {
                return await TryAsync(markup);
            }
            catch (PlaywrightException gone)
            {
                // The page was led to another address while it was looked at.
                await _page!.CloseAsync();
                _page = null;
                return $"led away: {gone.Message}";
            }
        }

        private async Task<string?> TryAsync(string markup)
        {
            _page ??= await OpenAsync();
            await _page.EvaluateAsync("markup => { window.hit = 0; document.open(); document.write('<!doctype html><html><head></head><body>' + markup); document.close(); }", markup);
            await _page.EvaluateAsync(Touch);

            // Errors of pictures, animations and the like come a task or a frame later.
            await _page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 5))))");
            if (_page.Url != "http://desk.example/")
            {
                await _page.CloseAsync();
                _page = null;
                return "led away";
            }

            // Nothing is forgotten in between: what left too late to be seen with one piece is seen with the next.
            var request = Interlocked.Exchange(ref _request, null);
            return await _page.EvaluateAsync<bool>("() => window.hit === 1") ? "ran a script"
                : request is not null ? $"asked for {request}"
                : await _page.EvaluateAsync<string?>(BadLink) is { } link ? $"has a link to {link}"
                : null;
        }

        public ValueTask DisposeAsync() => context.DisposeAsync();

        private async Task<IPage> OpenAsync()
        {
            var page = await context.NewPageAsync();
            page.Dialog += (_, dialog) => _ = dialog.DismissAsync();
            await page.RouteAsync("**/*", route =>
            {
                if (route.Request.Url == "http://desk.example/")
                {
                    return route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<!doctype html>" });
                }

                // A relative address is the page's own, and as good as any to be refused.
                _request = route.Request.Url;
                return route.AbortAsync();
            });
            await page.GotoAsync("http://desk.example/");
            return page;
        }
    }
}
