using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Durations of commands: no longer than a century, so that any can be added to any time of the clock.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Without a message of its own, the reader says what kind of value has to be there.
        if (reader.TokenType != JsonTokenType.String || !TimeSpan.TryParseExact(reader.GetString(), "c", CultureInfo.InvariantCulture, out var read))
        {
            throw new JsonException();
        }

        return read.Duration() <= Longest ? read : throw new ControlRefusalException(400, $"{reader.GetString()} is longer than a century.");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString("c", CultureInfo.InvariantCulture));
}
