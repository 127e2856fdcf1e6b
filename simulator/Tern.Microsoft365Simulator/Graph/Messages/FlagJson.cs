using System.Text.Json;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>The flag of a message, read and written (resources/followupflag).</summary>
internal static class FlagJson
{
    internal static void Write(Utf8JsonWriter json, StoredMessage message)
    {
        json.WriteStartObject();
        json.WriteString("flagStatus"u8, message.FlagStatus);
        Day("completedDateTime", message.FlagDates?.Completed);
        Day("dueDateTime", message.FlagDates?.Due);
        Day("startDateTime", message.FlagDates?.Start);
        json.WriteEndObject();

        void Day(string name, FlagDay? day)
        {
            if (day is null)
            {
                return;
            }

            json.WriteStartObject(name);
            json.WriteString("dateTime"u8, day.DateTime);
            json.WriteString("timeZone"u8, day.TimeZone);
            json.WriteEndObject();
        }
    }

    internal static void Set(StoredMessage message, JsonObject? flag)
    {
        if (flag is null)
        {
            return;
        }

        message.FlagStatus = flag.OneOf("flagStatus", "notFlagged", "flagged", "complete") ?? message.FlagStatus;
        var held = message.FlagDates ?? new FlagDates(null, null, null);
        var days = new FlagDates(Day(flag, "startDateTime", held.Start), Day(flag, "dueDateTime", held.Due), Day(flag, "completedDateTime", held.Completed));
        if (days is { Due: not null, Start: null })
        {
            // "If you don't specify the start date, you get a 400" (resources/followupflag).
            throw new GraphRefusalException(400, "ErrorInvalidParameter", "A dueDateTime of a flag needs a startDateTime.");
        }

        message.FlagDates = message.FlagStatus == "notFlagged" || days is { Start: null, Due: null, Completed: null } ? null : days;
    }

    private static FlagDay? Day(JsonObject flag, string name, FlagDay? held)
    {
        if (!flag.ContainsKey(name))
        {
            return held;
        }

        if (flag[name] is not JsonObject day)
        {
            return null;
        }

        var (text, zone) = (day.Text("dateTime"), Preferences.KnownZone(day.Text("timeZone") ?? "UTC"));
        return text is not null && DateTime.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? new FlagDay(text, zone)
            : throw new GraphRefusalException(400, "RequestBodyRead", $"Cannot convert the value of '{name}' to a date and time.");
    }
}
