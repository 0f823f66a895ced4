using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>The pairs of works that documents cite together: the result of <see cref="CoCitationFit"/>.</summary>
public sealed record CoCitationPairs
{
    internal const string FileName = "pairs.json";

    /// <summary>The pairs: those that more documents cite first, then by id.</summary>
    public ImmutableArray<CoCitation> Pairs { get; init; } = [];

    /// <summary>The number of documents that cite at least two works.</summary>
    public long Documents { get; init; }

    /// <summary>The number of documents that cite more works than the limit, and are left out.</summary>
    public long LeftOut { get; init; }

    /// <summary>Writes the pairs as JSON.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("documents", Documents);
        json.WriteNumber("left_out", LeftOut);
        json.WriteObjects("pairs", Pairs, pair =>
        {
            json.WriteString("first", pair.First);
            json.WriteString("second", pair.Second);
            json.WriteNumber("count", pair.Count);
        });
        json.WriteEndObject();
    }

    /// <summary>Returns the numbers of pairs and documents.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Pairs.Length:N0} pairs of {Documents:N0} documents that cite two works or more; {LeftOut:N0} left out");

    internal static CoCitationPairs Read(byte[] bytes, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            return new()
            {
                Documents = root.GetProperty("documents").GetInt64(),
                LeftOut = root.GetProperty("left_out").GetInt64(),
                Pairs = [.. root.GetProperty("pairs").EnumerateArray().Select(pair =>
                    new CoCitation(pair.GetProperty("first").GetString()!, pair.GetProperty("second").GetString()!, pair.GetProperty("count").GetInt64()))],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' does not hold co-citations: {e.Message}", e);
        }
    }
}
