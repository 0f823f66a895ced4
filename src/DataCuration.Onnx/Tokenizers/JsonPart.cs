using System.Text.Json;

namespace DataCuration.Onnx;

/// <summary>A part of a <c>tokenizer.json</c>, with its place in the file for messages. A part that is missing and one that is null are the same.</summary>
/// <param name="File">The file.</param>
/// <param name="Place">Names of properties, with points between them.</param>
/// <param name="Element">The value.</param>
internal readonly record struct JsonPart(string File, string Place, JsonElement Element)
{
    public bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>The part's <c>type</c>; null where it has none.</summary>
    public string? Type => this["type"].String();

    public JsonPart this[string name] => new(File, Place.Length == 0 ? name : $"{Place}.{name}", Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out JsonElement value) ? value : default);

    public IEnumerable<JsonPart> Items()
    {
        if (IsNull) yield break;
        if (Element.ValueKind != JsonValueKind.Array) throw Invalid("no list");
        foreach (JsonElement item in Element.EnumerateArray()) yield return new(File, Place + "[]", item);
    }

    public IEnumerable<(string Name, JsonPart Value)> Properties()
    {
        if (Element.ValueKind != JsonValueKind.Object) throw Invalid("no object");
        foreach (JsonProperty property in Element.EnumerateObject()) yield return (property.Name, new(File, $"{Place}.{property.Name}", property.Value));
    }

    public string? String() => IsNull ? null : Element.ValueKind == JsonValueKind.String ? Element.GetString() : throw Invalid("no text");

    public bool Boolean(bool missing) => IsNull ? missing : Element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Element.GetBoolean() : throw Invalid("neither true nor false");

    /// <summary>A token's id: at most 2^24, a hundred times the largest vocabulary.</summary>
    public int Id() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int value) && value is >= 0 and <= 1 << 24 ? value : throw Invalid("no token id");

    /// <summary>The one item of a list.</summary>
    public JsonPart Only()
    {
        JsonPart[] items = [.. Items().Take(2)];
        return items.Length == 1 ? items[0] : throw Invalid("not a list of one");
    }

    public InvalidDataException Invalid(string why) => new($"{File} is no valid tokenizer: {(Place.Length == 0 ? "it" : Place)} is {why}.");

    public InvalidDataException Unsupported(string what) => new($"{File} holds a tokenizer that cannot be read: {Place} is {what}.");
}
