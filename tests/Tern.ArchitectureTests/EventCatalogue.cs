using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Tern.ArchitectureTests;

/// <summary>Every log event of the product, read from the compiled code.</summary>
internal static class EventCatalogue
{
    /// <summary>Which ids a namespace may use. Ids are API: an operator's alert rule names them.</summary>
    internal static readonly IReadOnlyList<IdRange> Ranges =
    [
        new("Host, data and web pages", 1000, 1999, ["Tern.Hosting", "Tern.Data", "Tern.Web", "Tern.Commands"]),
        new("Tickets", 2000, 2199, ["Tern.Features.Tickets"]),
        new("Mailboxes", 2200, 2399, ["Tern.Features.Mailboxes"]),
        new("Customers", 2400, 2599, ["Tern.Features.Customers"]),
        new("Automation", 2600, 2799, ["Tern.Features.Automation"]),
        new("Knowledge base", 2800, 2999, ["Tern.Features.KnowledgeBase"]),
        new("Reports", 3000, 3199, ["Tern.Features.Reports"]),
        new("Identity", 3200, 3399, ["Tern.Features.Identity"]),
        new("Search", 3400, 3599, ["Tern.Features.Search"]),
        new("Live updates", 3600, 3799, ["Tern.Features.LiveUpdates"]),
        new("Mail engine", 5000, 5199, ["Tern.MailEngine"]),
        new("Microsoft Graph", 5200, 5399, ["Tern.MailEngine.Microsoft365"]),
        new("IMAP and SMTP", 5400, 5599, ["Tern.MailEngine.Imap"]),
        new("Tokens", 5600, 5799, ["Tern.MailEngine", "Tern.MailEngine.Microsoft365"]),
        new("Cluster", 5800, 5999, ["Tern.MailEngine.Orleans"]),
        new("Simulator", 9000, 9099, ["Tern.Microsoft365Simulator"]),
        new("Demo", 9100, 9199, ["Tern.Demo"]),
    ];

    internal static IReadOnlyList<LogEvent> Events { get; } =
    [
        .. from assembly in House.Assemblies
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
           where attribute is not null
           orderby attribute.EventId
           select new LogEvent(attribute.EventId, attribute.EventName, attribute.Level, attribute.Message ?? "", method),
    ];

    /// <summary>The page docs/operations/events.md, made from the code.</summary>
    internal static string Page()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Log events

            Every event has a number and a name that stay the same from release to release, so that an alert or a search can name them. **Information** means
            something changed, **Warning** that Tern recovered by itself and somebody should know if it repeats, **Error** that a person must act, **Debug** is
            off unless asked for. No event carries a subject, a body, an address or a token; a mailbox appears with its id and short name.

            This page is made from the code: `TERN_WRITE_DOCS=1 bash eng/test.sh Tern.ArchitectureTests` writes it anew.

            """);
        foreach (var range in Ranges)
        {
            var events = Events.Where(range.Holds).ToList();
            if (events.Count == 0)
            {
                continue;
            }

            page.Append(CultureInfo.InvariantCulture, $"\n## {range.Title} ({range.First}–{range.Last})\n\n| id | name | level | message |\n|---|---|---|---|\n");
            foreach (var e in events)
            {
                page.Append(CultureInfo.InvariantCulture, $"| {e.Id} | {e.Name} | {e.Level} | {e.Message.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            }
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    internal sealed record IdRange(string Title, int First, int Last, string[] Namespaces)
    {
        internal bool Holds(LogEvent e) => e.Id >= First && e.Id <= Last && Namespaces.Any(ns => e.Place.IsIn(ns));
    }

    internal sealed record LogEvent(int Id, string? Name, LogLevel Level, string Message, MethodInfo Method)
    {
        internal House.Place Place { get; } = new(Method.DeclaringType!.FullName!, Method.DeclaringType.Namespace!);

        public override string ToString() => $"{Method.DeclaringType!.FullName}.{Method.Name}: {Id} {Name}";
    }
}
