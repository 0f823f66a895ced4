using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>Helpers for reports in JSON. JSON has no NaN, so NaN is written as null.</summary>
internal static class ReportJson
{
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    /// <summary>Writes an array of objects.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">The name of the array.</param>
    /// <param name="items">The items, one for each object.</param>
    /// <param name="write">Writes the members of an object.</param>
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

    public static double NumberOrNaN(this JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : double.NaN;
}
