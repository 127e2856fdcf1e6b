using System.Globalization;
using System.Text.Json;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>What an eventMessage has beside a message (resources/eventmessage). Its times follow Prefer: outlook.timezone.</summary>
internal static class EventMessageJson
{
    internal static void Write(Utf8JsonWriter json, GraphCall call, MessageShape shape, StoredMessage message)
    {
        if (MeetingFacts.Read(message.RawBytes) is not { } meeting)
        {
            return;
        }

        Text(json, shape, MessageProperty.MeetingMessageType, meeting.MeetingMessageType);
        Text(json, shape, MessageProperty.Type, "singleInstance");
        Flag(json, shape, MessageProperty.IsOutOfDate, false);
        Flag(json, shape, MessageProperty.IsAllDay, meeting.IsAllDay);
        Flag(json, shape, MessageProperty.IsDelegated, false);
        Time(json, call, shape, MessageProperty.StartDateTime, meeting.Start);
        Time(json, call, shape, MessageProperty.EndDateTime, meeting.End);
        if (shape.Has(MessageProperty.Location))
        {
            json.WriteStartObject(MessageShape.Names[(int)MessageProperty.Location]);
            json.WriteString("displayName"u8, meeting.Location ?? string.Empty);
            json.WriteString("locationType"u8, "default"u8);
            json.WriteEndObject();
        }
    }

    private static void Text(Utf8JsonWriter json, MessageShape shape, MessageProperty property, string value)
    {
        if (shape.Has(property))
        {
            json.WriteString(MessageShape.Names[(int)property], value);
        }
    }

    private static void Flag(Utf8JsonWriter json, MessageShape shape, MessageProperty property, bool value)
    {
        if (shape.Has(property))
        {
            json.WriteBoolean(MessageShape.Names[(int)property], value);
        }
    }

    private static void Time(Utf8JsonWriter json, GraphCall call, MessageShape shape, MessageProperty property, DateTimeOffset? time)
    {
        if (!shape.Has(property) || time is not { } known)
        {
            return;
        }

        var local = TimeZoneInfo.ConvertTime(known, call.Prefers.Zone);
        json.WriteStartObject(MessageShape.Names[(int)property]);
        json.WriteString("dateTime"u8, local.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture));
        json.WriteString("timeZone"u8, call.Prefers.TimeZone ?? "UTC");
        json.WriteEndObject();
    }
}
