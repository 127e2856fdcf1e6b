using System.Text.RegularExpressions;

namespace Tern.ArchitectureTests;

/// <summary>Event ids and names are part of the product: alerts and runbooks are written against them.</summary>
public sealed partial class LogEventTests
{
    private const string Page = "docs/operations/events.md";

    [Fact]
    public void Every_log_event_has_an_id_and_a_name() =>
        Found.Nothing(
            EventCatalogue.Events.Where(e => e.Id <= 0 || string.IsNullOrEmpty(e.Name)),
            "[LoggerMessage] without EventId or EventName:");

    [Fact]
    public void No_two_log_events_share_an_id() =>
        Found.Nothing(EventCatalogue.Events.GroupBy(e => e.Id).Where(g => g.Count() > 1).SelectMany(g => g), "An id means one event, for ever:");

    [Fact]
    public void No_two_log_events_share_a_name() =>
        Found.Nothing(EventCatalogue.Events.GroupBy(e => e.Name).Where(g => g.Count() > 1).SelectMany(g => g), "A name means one event, for ever:");

    [Fact]
    public void Every_id_is_inside_the_range_of_its_feature() =>
        Found.Nothing(EventCatalogue.Events.Where(e => !EventCatalogue.Ranges.Any(r => r.Holds(e))), "The ranges are in EventCatalogue.cs:");

    [Fact]
    public void Log_events_are_written_in_a_class_named_Log() =>
        Found.Nothing(EventCatalogue.Events.Where(e => e.Method.DeclaringType!.Name != "Log"), "One class Log beside the code, in Log.cs:");

    [Fact]
    public void No_log_event_names_what_is_private()
    {
        // What a message says of people and secrets does not belong in a log (subject, body, address, token).
        Found.Nothing(EventCatalogue.Events.Where(e => Private().IsMatch(e.Message)), "A log line carries ids, not words of people:");
    }

    [Fact]
    public void The_page_of_events_says_what_the_code_says()
    {
        var made = EventCatalogue.Page();
        if (Environment.GetEnvironmentVariable("TERN_WRITE_DOCS") == "1")
        {
            File.WriteAllText(Repository.FullPath(Page), made);
        }

        var written = File.Exists(Repository.FullPath(Page)) ? Repository.Text(Page) : "";
        Assert.True(written == made, $"{Page} is not what the code logs. Write it with: TERN_WRITE_DOCS=1 bash eng/test.sh Tern.ArchitectureTests");
    }

    [GeneratedRegex(@"\{(Subject|Body|Address|Email|Token|AccessToken|RefreshToken|Secret|Password|Recipient\w*|Sender)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Private();
}
