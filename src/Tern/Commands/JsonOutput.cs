using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tern.Commands;

/// <summary>How every document of the command line is written.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a terminal and jq read it, not a web page
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions OnOneLine = new(Options) { WriteIndented = false };

    /// <summary>One document of JSON Lines.</summary>
    internal static Task WriteLineAsync<T>(T document) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(document, OnOneLine));

    internal static Task WriteAsync<T>(T document) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(document, Options));
}
