using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>GET and PATCH mailboxSettings, whole or one of them (user-get-mailboxsettings, user-update-mailboxsettings).</summary>
internal static partial class MailboxSettingsVerbs
{
    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    internal static SimulatedResponse Show(GraphCall call) => Answer(call);

    /// <summary>GET mailboxSettings/timeZone and the like.</summary>
    internal static SimulatedResponse ShowOne(GraphCall call, string name)
    {
        var all = Describe(call);
        var property = all.FirstOrDefault(p => string.Equals(p.Key, name, StringComparison.OrdinalIgnoreCase));
        if (property.Key is null)
        {
            throw GraphRefusalException.NoRoute(name);
        }

        var context = $"{call.Root}/$metadata#users('{call.Owner.Id}')/mailboxSettings/{property.Key}";
        if (property.Value is not JsonObject value)
        {
            return call.Json(200, new JsonObject { ["@odata.context"] = context, ["value"] = property.Value?.DeepClone() });
        }

        value = (JsonObject)value.DeepClone();
        value.Insert(0, "@odata.context", context);
        return call.Json(200, value);
    }

    internal static SimulatedResponse Change(GraphCall call)
    {
        // Done on a copy first: a body that is refused changes nothing.
        var (body, settings) = (call.BodyObject(), call.Mailbox.Settings.Copy());
        settings.TimeZone = body.Text("timeZone") is { } zone ? Preferences.KnownZone(zone) : settings.TimeZone;
        settings.DateFormat = Format(body, "dateFormat", DateParts()) ?? settings.DateFormat;
        settings.TimeFormat = Format(body, "timeFormat", TimeParts()) ?? settings.TimeFormat;
        if (body["userPurpose"] is not null)
        {
            throw new GraphRefusalException(400, "ErrorInvalidPropertySet", "Set action is invalid for property. The userPurpose of a mailbox is its kind and cannot be set.");
        }

        settings.DelegateMeetingMessages = body.OneOf("delegateMeetingMessageDeliveryOptions", "sendToDelegateAndInformationToPrincipal", "sendToDelegateAndPrincipal", "sendToDelegateOnly") ?? settings.DelegateMeetingMessages;
        if ((body["language"] as JsonObject)?.Text("locale") is { } locale)
        {
            settings.Locale = Language.Name(locale) is null
                ? throw new GraphRefusalException(400, "ErrorInvalidParameter", $"The language '{locale}' is not supported.")
                : locale;
        }

        ChangeHours(settings, body["workingHours"] as JsonObject);
        ChangeReplies(settings, body["automaticRepliesSetting"] as JsonObject);
        call.Mailbox.Settings = settings;
        return Answer(call);
    }

    private static SimulatedResponse Answer(GraphCall call)
    {
        var json = Describe(call);
        Listing.Selection.Check(call.Select, "mailboxSettings", [.. json.Select(p => p.Key)]);
        json = Listing.Selection.Apply(json, call.Select);
        json.Remove("id");
        json.Insert(0, "@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/mailboxSettings");
        return call.Json(200, json);
    }

    private static void ChangeHours(MailboxSettings settings, JsonObject? hours)
    {
        if (hours is null)
        {
            return;
        }

        if (hours["daysOfWeek"] is JsonArray days)
        {
            settings.WorkingDays = [.. days.Select(d => new JsonObject { ["daysOfWeek"] = d?.DeepClone() }.OneOf("daysOfWeek", Days) ?? string.Empty)];
        }

        settings.WorkingFrom = TimeOfDay(hours, "startTime") ?? settings.WorkingFrom;
        settings.WorkingUntil = TimeOfDay(hours, "endTime") ?? settings.WorkingUntil;
        settings.WorkingTimeZone = (hours["timeZone"] as JsonObject)?.Text("name") is { } zone ? Preferences.KnownZone(zone) : settings.WorkingTimeZone;
    }

    // As Graph writes it back, an Edm.TimeOfDay: 08:00:00.0000000.
    private static string? TimeOfDay(JsonObject hours, string name) => hours.Text(name) is not { } text
        ? null
        : TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture)
            : throw new GraphRefusalException(400, "RequestBodyRead", $"Cannot convert the literal '{text}' of '{name}' to the expected type 'Edm.TimeOfDay'.");

    private static string? Format(JsonObject body, string name, Regex parts) => body.Text(name) is not { } text || parts.IsMatch(text)
        ? body.Text(name)
        : throw new GraphRefusalException(400, "ErrorInvalidParameter", $"'{text}' is no {name}.");

    private static void ChangeReplies(MailboxSettings settings, JsonObject? replies)
    {
        if (replies is null)
        {
            return;
        }

        settings.AutomaticReplies = replies.OneOf("status", "disabled", "alwaysEnabled", "scheduled") ?? settings.AutomaticReplies;
        settings.ExternalAudience = replies.OneOf("externalAudience", "none", "contactsOnly", "all") ?? settings.ExternalAudience;
        settings.InternalReply = replies.Text("internalReplyMessage") ?? settings.InternalReply;
        settings.ExternalReply = replies.Text("externalReplyMessage") ?? settings.ExternalReply;
        settings.RepliesFrom = Time(replies["scheduledStartDateTime"]) ?? settings.RepliesFrom;
        settings.RepliesUntil = Time(replies["scheduledEndDateTime"]) ?? settings.RepliesUntil;
        if (settings.RepliesFrom >= settings.RepliesUntil)
        {
            throw new GraphRefusalException(400, "ErrorInvalidParameter", "The automatic replies end before they begin.");
        }
    }

    private static DateTimeOffset? Time(JsonNode? node)
    {
        if (node is not JsonObject time || time.Text("dateTime") is not { } text)
        {
            return null;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(Preferences.KnownZone(time.Text("timeZone") ?? "UTC"));
        var local = DateTime.SpecifyKind(GraphTime.Read(text).UtcDateTime, DateTimeKind.Unspecified);
        var ticks = local.Ticks - zone.GetUtcOffset(local).Ticks;
        return ticks >= DateTimeOffset.MinValue.UtcTicks && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new GraphRefusalException(400, "ErrorInvalidParameter", $"'{text}' in '{zone.Id}' is no time that UTC has.");
    }

    private static JsonObject Describe(GraphCall call)
    {
        var settings = call.Mailbox.Settings;
        return new JsonObject
        {
            ["archiveFolder"] = call.FolderId(call.Mailbox.Folder("archive").Number),
            ["timeZone"] = settings.TimeZone,
            ["delegateMeetingMessageDeliveryOptions"] = settings.DelegateMeetingMessages,
            ["dateFormat"] = settings.DateFormat,
            ["timeFormat"] = settings.TimeFormat,
            ["userPurpose"] = call.Owner.IsShared ? "shared" : "user",
            ["automaticRepliesSetting"] = new JsonObject
            {
                ["status"] = settings.AutomaticReplies,
                ["externalAudience"] = settings.ExternalAudience,
                ["internalReplyMessage"] = settings.InternalReply,
                ["externalReplyMessage"] = settings.ExternalReply,
                ["scheduledStartDateTime"] = Moment(settings.RepliesFrom ?? call.World.Now),
                ["scheduledEndDateTime"] = Moment(settings.RepliesUntil ?? call.World.Now.AddDays(1)),
            },
            ["language"] = new JsonObject { ["locale"] = settings.Locale, ["displayName"] = Language.Name(settings.Locale) },
            ["workingHours"] = new JsonObject
            {
                ["daysOfWeek"] = new JsonArray([.. settings.WorkingDays.Select(d => (JsonNode)d)]),
                ["startTime"] = settings.WorkingFrom,
                ["endTime"] = settings.WorkingUntil,
                ["timeZone"] = new JsonObject { ["name"] = settings.WorkingTimeZone },
            },
        };
    }

    private static JsonObject Moment(DateTimeOffset time) => new()
    {
        ["dateTime"] = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture),
        ["timeZone"] = "UTC",
    };

    // Custom date and time format strings of .NET, which is what Outlook's settings hold.
    [GeneratedRegex(@"^(?=.*[dMy])(d{1,4}|M{1,4}|y{1,5}|g{1,2}|'[^']*'|[^A-Za-z'])+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateParts();

    [GeneratedRegex(@"^(?=.*[hH])(h{1,2}|H{1,2}|m{1,2}|s{1,2}|t{1,2}|'[^']*'|[^A-Za-z'])+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TimeParts();
}
