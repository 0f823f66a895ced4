using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration.Tokenization;

/// <summary>A value in a <c>tokenizer.json</c>, with its path for messages.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Path">The path in the file.</param>
/// <param name="Element">The value; undefined if it is missing.</param>
internal readonly record struct JsonPart(string File, string Path, JsonElement Element)
{
    /// <summary>True if the value is missing or null.</summary>
    public bool IsNull => Element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>The member <c>type</c>.</summary>
    public string? Type => this["type"].OptionalText();

    /// <summary>A member of an object; a missing one is undefined.</summary>
    public JsonPart this[string name]
    {
        get
        {
            string path = Path.Length == 0 ? name : Path + "." + name;
            if (IsNull) return new(File, path, default);
            if (Element.ValueKind != JsonValueKind.Object) throw Invalid("not an object");
            return new(File, path, Element.TryGetProperty(name, out JsonElement value) ? value : default);
        }
    }

    /// <summary>The items of an array.</summary>
    public IEnumerable<JsonPart> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array) throw Invalid("not a list");
        (string file, string path) = (File, Path);
        return Element.EnumerateArray().Select((item, i) => new JsonPart(file, $"{path}[{i}]", item));
    }

    /// <summary>The value as a text; null if it is missing.</summary>
    public string? OptionalText() => IsNull ? null : Element.ValueKind == JsonValueKind.String ? Element.GetString() : throw Invalid("not a text");

    /// <summary>The value as a text.</summary>
    public string Text() => OptionalText() ?? throw Invalid("missing");

    /// <summary>The value as a truth value.</summary>
    public bool Flag(bool missing) => IsNull ? missing : Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Invalid("neither true nor false"),
    };

    /// <summary>The value as a number that is not negative.</summary>
    public int Number() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int value) && value >= 0 ? value
        : throw Invalid("not a number from 0 to 2147483647");

    /// <summary>The value as a single character.</summary>
    public int Character(int missing)
    {
        if (OptionalText() is not { } text) return missing;
        var runes = text.EnumerateRunes();
        if (!runes.MoveNext()) throw Invalid("not a character");
        int point = runes.Current.Value;
        return runes.MoveNext() ? throw Invalid("more than one character") : point;
    }

    /// <summary>Throws if an object has a member that is not listed: it would be ignored silently.</summary>
    public void RequireOnly(params ReadOnlySpan<string> names)
    {
        if (Element.ValueKind != JsonValueKind.Object) throw Invalid("not an object");
        foreach (JsonProperty property in Element.EnumerateObject())
            if (!names.Contains(property.Name)) throw this[property.Name].Unsupported("unknown to this library");
    }

    /// <summary>An error for a value that this library does not know or cannot reproduce.</summary>
    public NotSupportedException Unsupported(string what) => new($"'{File}': {Name} is {what}. The tokenizer cannot be reproduced.");

    /// <summary>An error for a value that is wrong.</summary>
    public InvalidDataException Invalid(string what) => new($"'{File}' is not a valid tokenizer: {Name} is {what}.");

    private string Name => Path.Length == 0 ? "the file" : Path;

    /// <summary>The text between the quotes of a string, as it is in the file.</summary>
    public static ReadOnlySpan<byte> RawText(JsonElement element)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(element);
        return raw.Length >= 2 && raw[0] == '"' ? raw[1..^1] : default;
    }
}
