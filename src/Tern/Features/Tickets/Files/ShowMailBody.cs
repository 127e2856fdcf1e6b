using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Tickets.Files;

/// <summary>
/// The sanitised HTML of a mail as a page of its own, for the sandboxed frame. Two locks: what is in it was cleaned when it came in, and its own
/// policy lets nothing run and nothing load but pictures of this mail.
/// </summary>
internal static partial class ShowMailBody
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; " +
        "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox";

    // A mail keeps its own colours, which are made for white paper.
    private const string Style = "html{color-scheme:light;background:#fff;color:#1c1917}body{margin:0;padding:.3rem .75rem .5rem;font:15px/1.55 system-ui,sans-serif;overflow-wrap:anywhere}" +
        "img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}a{color:#0f766e}blockquote{margin:0 0 0 .2em;padding-left:.9em;border-left:3px solid #d6d3d1;color:#57534e}" +
        "img[data-remote-src]{display:inline-block;min-width:24px;min-height:24px;border:1px dashed #a8a29e;border-radius:4px;background:#f5f5f4;font-size:12px;color:#78716c}" +
        "img[data-tracking-pixel]{display:none}" +
        "summary{cursor:pointer;width:max-content;padding:2px 10px;border-radius:9px;background:#f5f5f4;color:#57534e;font-size:13px}";

    internal static void Map(RouteGroupBuilder tickets) => tickets.MapGet("/{number:long}/messages/{id:guid}/body", HandleAsync);

    private static async Task<IResult> HandleAsync(long number, Guid id, TernDbContext db, HttpResponse response, CancellationToken cancellationToken)
    {
        var message = new MessageId(id);
        var html = await db.Messages
            .Where(row => row.Id == message && db.Set<Ticket>().Any(ticket => ticket.Id == row.TicketId && ticket.Number == number))
            .Select(row => row.Html)
            .SingleOrDefaultAsync(cancellationToken);
        if (html is null)
        {
            return TypedResults.NotFound();
        }

        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "private, max-age=86400";
        var body = WithPictures(html, $"/tickets/{number}/messages/{id}/pictures/");
        return TypedResults.Text(
            $"<!DOCTYPE html><html lang=\"und\"><head><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\"><base target=\"_blank\"><style>{Style}</style></head><body>{body}</body></html>",
            "text/html",
            Encoding.UTF8);
    }

    private static string WithPictures(string html, string path) =>
        PictureOfMail().Replace(html, match => $"src=\"{path}{UrlEncoder.Default.Encode(System.Net.WebUtility.HtmlDecode(match.Groups["id"].Value))}\"");

    [GeneratedRegex("src=\"cid:(?<id>[^\"]{1,900})\"", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PictureOfMail();
}
