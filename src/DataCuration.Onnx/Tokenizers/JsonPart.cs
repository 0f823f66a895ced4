using System.Text.Json;

namespace DataCuration.Onnx;

/// <summary>A part of a <c>tokenizer.json</c>, with its path for messages. Missing parts and null parts are treated alike.</summary>
/// <param name="File">The file.</param>
/// <param name="Place">The path: property names separated by dots.</param>
/// <param name="Element">The value.</param>
internal readonly record struct JsonPart(string File, string Place, JsonElement Element)
{
    public bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>The value of <c>type</c>; null if it is missing.</summary>
    public string? Type => this["type"].String();

    public JsonPart this[string name] => new(File, Place.Length == 0 ? name
        : $"{Place}.{name}", Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out JsonElement value) ? value : default);

    public IEnumerable<JsonPart> Items()
    {
        if (IsNull) yield break;
        if (Element.ValueKind != JsonValueKind.Array) throw Invalid("not a list");
        foreach (JsonElement item in Element.EnumerateArray()) yield return new(File, Place + "[]", item);
    }

    public IEnumerable<(string Name, JsonPart Value)> Properties()
    {
        if (Element.ValueKind != JsonValueKind.Object) throw Invalid("not an object");
        foreach (JsonProperty property in Element.EnumerateObject()) yield return (property.Name, new(File, $"{Place}.{property.Name}", property.Value));
    }

    public string? String() => IsNull ? null : Element.ValueKind == JsonValueKind.String ? Element.GetString() : throw Invalid("not a string");

    public bool Boolean(bool missing) =>
        IsNull ? missing : Element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Element.GetBoolean() : throw Invalid("neither true nor false");

    /// <summary>Returns a token id. The limit of 2^24 is far above any vocabulary.</summary>
    public int Id() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int value) && value is >= 0 and <= 1 << 24
        ? value : throw Invalid("not a token id");

    /// <summary>Returns the only item of a list.</summary>
    public JsonPart Only()
    {
        JsonPart[] items = [.. Items().Take(2)];
        return items.Length == 1 ? items[0] : throw Invalid("not a list of one item");
    }

    public InvalidDataException Invalid(string why) => new($"{File} is not a valid tokenizer: {(Place.Length == 0 ? "it" : Place)} is {why}.");

    public InvalidDataException Unsupported(string what) => new($"{File} has a tokenizer that is not supported: {Place} is {what}.");
}
