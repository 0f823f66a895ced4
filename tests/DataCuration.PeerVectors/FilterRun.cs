using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Runs stages on texts and compares their results with golden values.</summary>
internal static class FilterRun
{
    /// <summary>Makes a document of a text.</summary>
    public static Document Document(string text, string? url = null)
    {
        var document = new Document("d", text);
        return url is null ? document : document.With(WellKnownAnnotations.Url, url);
    }

    /// <summary>Reads an optional number of a case's parameters.</summary>
    public static double? Number(JsonElement parameters, string name) =>
        parameters.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>Reads an optional text of a case's parameters.</summary>
    public static string? Text(JsonElement parameters, string name) =>
        parameters.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Reads an optional Boolean of a case's parameters.</summary>
    public static bool? Flag(JsonElement parameters, string name) =>
        parameters.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    /// <summary>Reads a list of texts, or one text, of a case's parameters.</summary>
    public static string[] Texts(JsonElement parameters, string name)
    {
        if (!parameters.TryGetProperty(name, out JsonElement value)) return [];
        return value.ValueKind == JsonValueKind.String ? [value.GetString()!] : [.. value.EnumerateArray().Select(one => one.GetString()!)];
    }

    /// <summary>Reads a number that may be one of the texts nan, inf and -inf.</summary>
    public static double Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => value.GetString() switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, _ => double.NegativeInfinity },
        _ => value.GetDouble(),
    };

    /// <summary>Compares a kept, edited or dropped text: true, false or {text}.</summary>
    public static void Compare(VectorTally tally, string name, JsonElement expected, string text, StageResult actual)
    {
        if (expected.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            string wanted = expected.GetBoolean() ? "kept" : "dropped";
            string got = actual.IsDrop ? "dropped" : actual.Document is { } edited && edited.Text != text ? $"edited: {edited.Text}" : "kept";
            tally.Equal(name, wanted, got);
            return;
        }
        if (expected.TryGetProperty("text", out JsonElement after))
            tally.Equal(name, after.GetString(), actual.IsDrop ? "dropped" : actual.Document?.Text ?? text);
        else tally.Fail(name, $"unknown form {expected}");
    }
}
