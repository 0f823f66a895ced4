using System.Globalization;
using System.Text.Json;

namespace DataCuration.PeerVectors;

/// <summary>A JSON object of a case. It knows which of its fields were read, so that a misspelled one is refused and not ignored.</summary>
internal sealed class CaseFields
{
    private readonly JsonElement element;
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly List<CaseFields> children = [];

    public CaseFields(JsonElement element, string place)
    {
        Place = place;
        this.element = element;
        if (element.ValueKind != JsonValueKind.Object) throw Error($"an object is expected, and here is {Show(element)}");
    }

    /// <summary>The object's place for messages.</summary>
    public string Place { get; }

    /// <summary>Finds a field; null if it is missing or null.</summary>
    public JsonElement? Find(string name)
    {
        used.Add(name);
        return element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public string Text(string name) => OptionalText(name) ?? throw Missing(name);

    public string? OptionalText(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, value, "a text");

    public int Int(string name, int missing) => OptionalInt(name) ?? missing;

    public int? OptionalInt(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Wrong(name, value, "an integer");

    public double Number(string name, double missing) => OptionalNumber(name) ?? missing;

    public double? OptionalNumber(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(name, value, "a number");

    public bool Flag(string name, bool missing) => OptionalFlag(name) ?? missing;

    public bool? OptionalFlag(string name) => Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, value, "true or false");

    /// <summary>Returns a list of texts; null if it is missing.</summary>
    public string[]? Texts(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(one => one.GetString()!)] : throw Wrong(name, value, "a list of texts");

    /// <summary>Returns a value of an enumeration, written in lower case with underscores.</summary>
    public T Choice<T>(string name, T missing) where T : struct, Enum => OptionalText(name) is { } text ? Choice<T>(name, text) : missing;

    /// <summary>Returns flags of an enumeration, written as a list.</summary>
    public T Flags<T>(string name, T missing) where T : struct, Enum
    {
        if (Texts(name) is not { } texts) return missing;
        long flags = 0;
        foreach (string text in texts) flags |= Convert.ToInt64(Choice<T>(name, text), CultureInfo.InvariantCulture);
        return (T)Enum.ToObject(typeof(T), flags);
    }

    /// <summary>Returns one of several named values.</summary>
    public T? Named<T>(string name, IReadOnlyDictionary<string, T> values) where T : class => OptionalText(name) is not { } text ? null
        : values.TryGetValue(text, out T? value) ? value : throw Unknown(name, text, values.Keys);

    /// <summary>Returns the object of a field; null if it is missing.</summary>
    public CaseFields? OptionalObject(string name) => Find(name) is { } value ? Child(value, name) : null;

    public CaseFields Object(string name) => OptionalObject(name) ?? throw Missing(name);

    /// <summary>Returns the objects of a list; an empty list if it is missing.</summary>
    public IReadOnlyList<CaseFields> Objects(string name) => Find(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select((one, i) => Child(one, $"{name}[{i}]"))]
        : throw Wrong(name, value, "a list of objects");

    /// <summary>Returns the names and values of all fields.</summary>
    public IEnumerable<JsonProperty> All()
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            used.Add(property.Name);
            yield return property;
        }
    }

    /// <summary>Refuses fields that were not read, here and in the objects below.</summary>
    public void RequireAllUsed()
    {
        foreach (JsonProperty property in element.EnumerateObject())
            if (!used.Contains(property.Name)) throw Error($"unknown field '{property.Name}'");
        foreach (CaseFields child in children) child.RequireAllUsed();
    }

    public InvalidDataException Missing(string name) => Error($"'{name}' is missing");

    public InvalidDataException Error(string message) => new($"{Place}: {message}.");

    public InvalidDataException Wrong(string name, JsonElement value, string expected) => Error($"'{name}' must be {expected}, and is {Show(value)}");

    public InvalidDataException Unknown(string name, string value, IEnumerable<string> known) =>
        Error($"unknown {name} '{value}'; known are {string.Join(", ", known)}");

    private T Choice<T>(string name, string text) where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
            if (Snake(value.ToString()) == text) return value;
        throw Unknown(name, text, Enum.GetNames<T>().Select(Snake));
    }

    private CaseFields Child(JsonElement value, string name)
    {
        var child = new CaseFields(value, $"{Place}, {name}");
        children.Add(child);
        return child;
    }

    internal static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string Show(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText();
}
