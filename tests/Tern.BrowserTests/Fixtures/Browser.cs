using Microsoft.Playwright;

namespace Tern.BrowserTests.Fixtures;

/// <summary>Debian's Chromium, headless, driven by Playwright.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal static bool IsThere => File.Exists(Program);

    public async ValueTask InitializeAsync()
    {
        if (!IsThere)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    internal Task<IBrowserContext> NewAsync(ColorScheme scheme = ColorScheme.Light, int width = 1400) => _browser!.NewContextAsync(new BrowserNewContextOptions
    {
        ColorScheme = scheme,
        ViewportSize = new ViewportSize { Width = width, Height = 900 },
        TimezoneId = "Europe/Berlin",
        IgnoreHTTPSErrors = true, // the reverse proxy of the tests has a certificate of its own
    });

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
