using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>Reports in JSON, which has no NaN: null stands for it.</summary>
internal static class ReportJson
{
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    /// <summary>Writes an array of objects.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="name">The array's name.</param>
    /// <param name="items">What the objects stand for.</param>
    /// <param name="write">Writes an object's members.</param>
    public static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static double NumberOrNaN(this JsonElement element, string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : double.NaN;
}
