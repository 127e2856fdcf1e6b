using System.Net;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>The frame of every page: no scripts, one style sheet of our own, and a policy that allows nothing else.</summary>
internal static class Html
{
    internal static string Encode(string? text) => WebUtility.HtmlEncode(text ?? string.Empty);

    internal static SimulatedResponse Page(int status, string title, string content, string bodyClass = "") => SimulatedResponse
        .Html(status, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Encode(title)}</title>
            <link rel="stylesheet" href="/style.css">
            </head>
            <body class="{bodyClass}">
            {content}
            <footer>Simulated Microsoft 365 tenant. Nothing here comes from Microsoft, and nothing leaves this machine.</footer>
            </body>
            </html>

            """)
        // No form-action: after consent the form's answer leads to the application's own address.
        .With("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'")
        .With("X-Content-Type-Options", "nosniff")
        .With("Referrer-Policy", "no-referrer")
        .With("Cache-Control", "no-store");

    internal static string Hidden(string name, string value) =>
        $"""<input type="hidden" name="{Encode(name)}" value="{Encode(value)}">""";
}
