using System.Text.Json;
using DataCuration.Filters;

namespace DataCuration.PeerVectors;

/// <summary>The parameters of a reference's filter that differ from its defaults.</summary>
internal sealed class Parameters(JsonElement values)
{
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    public int? Int(string name, int? otherwise) =>
        Find(name, out JsonElement value) ? value.ValueKind == JsonValueKind.Null ? null : value.GetInt32() : otherwise;

    public double? Number(string name, double? otherwise) =>
        Find(name, out JsonElement value) ? value.ValueKind == JsonValueKind.Null ? null : value.GetDouble() : otherwise;

    public bool Bool(string name, bool otherwise) => Find(name, out JsonElement value) ? value.GetBoolean() : otherwise;

    public IReadOnlyList<string> Words(string name, IReadOnlyList<string> otherwise) =>
        Find(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? [.. value.EnumerateArray().Select(one => one.GetString()!)] : otherwise;

    public IReadOnlyList<NGramLimit> Limits(string name, IReadOnlyList<NGramLimit> otherwise) => Find(name, out JsonElement value)
        ? [.. value.EnumerateArray().Select(one => new NGramLimit(one[0].GetInt32(), one[1].GetDouble()))] : otherwise;

    /// <summary>Refuses parameters that the judge does not know.</summary>
    public void RequireAllUsed(string filter)
    {
        foreach (JsonProperty value in values.EnumerateObject())
            if (!used.Contains(value.Name)) throw new InvalidDataException($"{filter}: the judge does not know parameter '{value.Name}'.");
    }

    private bool Find(string name, out JsonElement value)
    {
        used.Add(name);
        return values.TryGetProperty(name, out value);
    }
}
