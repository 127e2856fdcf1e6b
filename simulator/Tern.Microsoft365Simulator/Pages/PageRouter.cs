using System.Text;
using Tern.Microsoft365Simulator.Customers;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>Pages for people: the overview, the mailboxes, the customers outside, and the style sheet.</summary>
internal static class PageRouter
{
    private static readonly byte[] Style = Load();

    /// <summary>Whether an address belongs to a page, and not to Entra or Graph.</summary>
    internal static bool Owns(string[] segments) => segments is [] or ["customers", ..] or ["mailboxes", ..] or ["clock"] or ["faults", "remove"] or ["style.css"] or ["favicon.ico"];

    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string[] segments)
    {
        try
        {
            return (request.Method, segments) switch
            {
                ("GET", ["style.css"]) => SimulatedResponse.Of(200, "text/css; charset=utf-8", Style),
                ("GET", []) => OverviewPage.Show(world),
                ("POST", ["clock"]) => OverviewActions.Clock(world, request),
                ("POST", ["faults", "remove"]) => OverviewActions.RemoveFault(world, request),
                (_, ["mailboxes", var key, .. var rest]) => MailboxPageRouter.Answer(world, request, key, rest),
                ("GET", ["customers"]) => Start(world, request),
                ("GET", ["customers", var address]) => CustomerPages.Inbox(world, address),
                ("GET", ["customers", var address, "write"]) => CustomerPages.Write(world, address),
                ("GET", ["customers", var address, var number]) => CustomerPages.Mail(world, address, Find(world, address, number)),
                ("GET", ["customers", var address, var number, "raw"]) => SimulatedResponse.Of(200, "text/plain; charset=utf-8", Find(world, address, number).Raw),
                ("GET", ["customers", var address, var number, "attachments", var attachment]) => CustomerPages.Attachment(Find(world, address, number), attachment),
                ("POST", ["customers", var address]) => CustomerPost.Answer(world, request, address),
                _ => NotFound(request),
            };
        }
        catch (KeyNotFoundException)
        {
            return NotFound(request);
        }
    }

    // Typing an address and choosing one from the list lead to the same page.
    private static SimulatedResponse Start(World world, SimulatedRequest request) =>
        FormFields.OfQuery(request)["address"] is { } address
            ? SimulatedResponse.Empty(302).With("Location", $"/customers/{Uri.EscapeDataString(address.Trim().ToLowerInvariant())}")
            : CustomerPages.Choose(world);

    private static CustomerMail Find(World world, string address, string number) =>
        world.State.Customers.TryGetValue(address.ToLowerInvariant(), out var inbox) && inbox.Find(m => $"{m.Number}" == number) is { } mail
            ? mail
            : throw new KeyNotFoundException();

    /// <summary>For an address that is neither a page nor Entra's nor Graph's; those who see it are developers with a typing error.</summary>
    internal static SimulatedResponse Nothing(SimulatedRequest request) => SimulatedResponse.Of(404, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(
        $"There is nothing at {request.Method} {request.RawPath}. Graph is at /v1.0/…, Entra at /{{tenant}}/oauth2/v2.0/… (the token endpoint takes POST), control at /_sim/…, and / shows everything.\n"));

    private static SimulatedResponse NotFound(SimulatedRequest request) => Html.Page(
        404,
        "Not found",
        $"""<main class="broad"><h1>Not found</h1><p>There is no page {Html.Encode(Uri.UnescapeDataString(request.RawPath))}.</p><p><a href="/">Overview</a></p></main>""");

    private static byte[] Load()
    {
        using var stream = typeof(PageRouter).Assembly.GetManifestResourceStream("style.css")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
