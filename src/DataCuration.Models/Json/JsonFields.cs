using System.Globalization;
using System.Text.Json;

namespace DataCuration.Models;

/// <summary>The fields of one JSON object. Every error names the file, the field and the value.</summary>
/// <param name="element">The object.</param>
/// <param name="path">The file, for messages.</param>
/// <param name="prefix">The path of the object in the file, ending in a dot; empty at the top.</param>
internal readonly struct JsonFields(JsonElement element, string path, string prefix = "")
{
    public string Path { get; } = path;

    /// <summary>Finds a field that is present and not null.</summary>
    public bool TryGet(string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    public bool Has(string name) => TryGet(name, out _);

    public JsonFields? Object(string name)
    {
        if (!TryGet(name, out JsonElement value)) return null;
        return value.ValueKind == JsonValueKind.Object ? new(value, Path, $"{prefix}{name}.") : throw Wrong(name, value, "an object");
    }

    public int Int(string name, int minimum, int? absent = null)
    {
        if (!TryGet(name, out JsonElement value)) return absent ?? throw Missing(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= minimum
            ? number
            : throw Wrong(name, value, string.Create(CultureInfo.InvariantCulture, $"a whole number from {minimum} to {int.MaxValue}"));
    }

    public double Positive(string name, double? absent = null)
    {
        if (!TryGet(name, out JsonElement value)) return absent ?? throw Missing(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number > 0 && double.IsFinite(number)
            ? number
            : throw Wrong(name, value, "a positive number");
    }

    public bool Bool(string name, bool absent)
    {
        if (!TryGet(name, out JsonElement value)) return absent;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(name, value, "true or false"),
        };
    }

    public string? Text(string name) => TryGet(name, out JsonElement value) ? StrictJson.Text(value, Path, prefix + name) : null;

    /// <summary>Reads a token id, or a list of them; an empty list if there is no such field.</summary>
    public IReadOnlyList<int> TokenIds(string name)
    {
        if (!TryGet(name, out JsonElement value)) return [];
        JsonElement[] ids = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        var result = new int[ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i].ValueKind != JsonValueKind.Number || !ids[i].TryGetInt32(out result[i]) || result[i] < 0)
                throw Wrong(name, ids[i], "a token id");
        }
        return result;
    }

    public int? TokenId(string name) => TokenIds(name) switch
    {
        [] => null,
        [int id] => id,
        _ => throw ModelFileException.In(Path, $"field '{prefix}{name}' has several token ids; there may be one."),
    };

    public ModelFileException Missing(string name) => ModelFileException.In(Path, $"field '{prefix}{name}' is missing.");

    public ModelFileException Wrong(string name, JsonElement value, string expected) =>
        ModelFileException.In(Path, $"field '{prefix}{name}' is {Raw(value)}, but must be {expected}.");

    /// <summary>Says that a field has a value that the library does not support.</summary>
    public ModelFileException Unsupported(string name, JsonElement value, string supported) =>
        ModelFileException.In(Path, $"field '{prefix}{name}' is {Raw(value)}, which is not supported; {supported}.");

    private static string Raw(JsonElement value) => ModelFileException.Show(value.GetRawText());
}
