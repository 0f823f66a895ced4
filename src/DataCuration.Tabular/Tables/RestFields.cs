using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration.Tabular;

/// <summary>Reads the fields that a sink of this library put into a column of JSON, because no other column could hold them.</summary>
internal static class RestFields
{
    /// <summary>The property of a Parquet file that names the column.</summary>
    public const string Property = "datacuration.other_fields";

    /// <summary>Reads the fields; none if the text is not a JSON object.</summary>
    public static Dictionary<string, AnnotationValue> Read(string text)
    {
        var fields = new Dictionary<string, AnnotationValue>(StringComparer.Ordinal);
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return fields;
            foreach (JsonProperty property in json.RootElement.EnumerateObject()) fields[property.Name] = Read(property.Value);
        }
        catch (JsonException)
        {
            fields.Clear();
        }
        return fields;
    }

    private static AnnotationValue Read(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return AnnotationValue.FromBoolean(value.GetBoolean());
            case JsonValueKind.String:
                return AnnotationValue.FromString(value.GetString());
            case JsonValueKind.Null:
                return AnnotationValue.Null;
            case JsonValueKind.Number:
                string text = value.GetRawText();
                if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
                    return AnnotationValue.FromInteger(integer);
                double number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
                // An integer beyond 64 bits and a number beyond a double keep their digits.
                return double.IsFinite(number) && text.AsSpan().ContainsAny('.', 'e', 'E') ? AnnotationValue.FromNumber(number)
                    : AnnotationValue.FromJson(Encoding.ASCII.GetBytes(text));
            default:
                return AnnotationValue.FromJson(Encoding.UTF8.GetBytes(value.GetRawText()));
        }
    }
}
