using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration.Tabular;

/// <summary>Reads the fields that a sink of this library put into a column of JSON, because no other column could hold them.</summary>
internal static class RestFields
{
    /// <summary>The property of a Parquet file that names the column.</summary>
    public const string Property = "datacuration.other_fields";

    /// <summary>The deepest nesting that is read and written. Records have at most 128 levels.</summary>
    public const int MaxDepth = 256;

    /// <summary>Reads the fields.</summary>
    /// <returns>False if the text is not a JSON object, or has half characters.</returns>
    public static bool TryRead(string text, [NotNullWhen(true)] out Dictionary<string, AnnotationValue>? fields)
    {
        fields = null;
        try
        {
            using JsonDocument json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (json.RootElement.ValueKind != JsonValueKind.Object) return false;
            var read = new Dictionary<string, AnnotationValue>(StringComparer.Ordinal);
            foreach (JsonProperty property in json.RootElement.EnumerateObject()) read[property.Name] = Read(property.Value);
            fields = read;
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
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
