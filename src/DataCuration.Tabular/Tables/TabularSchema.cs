using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataCuration.Tabular;

/// <summary>The columns of an output table other than id and text: declared, or inferred from documents.</summary>
internal sealed class TabularSchema
{
    /// <summary>The name of the column for fields and values that no other column can hold.</summary>
    public const string RestName = "other_fields";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly HashSet<string> ignored;
    private readonly bool isDeclared;

    private TabularSchema(IReadOnlyList<TabularColumn> columns, bool isDeclared, IEnumerable<string> ignored, string? rest = null)
    {
        Columns = rest is null ? columns : [.. columns, new TabularColumn(rest, AnnotationKind.String)];
        this.isDeclared = isDeclared;
        this.ignored = new(ignored, StringComparer.Ordinal);
        Rest = rest;
        for (int i = 0; i < columns.Count; i++)
            if (!places.TryAdd(columns[i].Name, i)) throw new ArgumentException($"Column '{columns[i].Name}' is declared twice.");
    }

    /// <summary>The columns. If there is a column for the rest, it is the last one.</summary>
    public IReadOnlyList<TabularColumn> Columns { get; }

    /// <summary>The name of the column that holds, as a JSON object, what no other column can hold; null if such fields are refused.</summary>
    public string? Rest { get; }

    /// <summary>Returns the declared schema, or null. Annotations that a declared schema does not name are not written.</summary>
    public static TabularSchema? Declare(IReadOnlyList<TabularColumn>? columns, string id, string text)
    {
        TabularOptions.CheckColumns(text, id);
        if (columns is null) return null;
        foreach (TabularColumn column in columns)
            if (column.Name == id || column.Name == text) throw new ArgumentException($"Column '{column.Name}' has the name of the id or text column.");
        return new(columns, isDeclared: true, [id, text]);
    }

    /// <summary>
    /// Returns a schema of fields. A field that is always null is a string. Fields and values that do not fit go to a column for the rest.
    /// </summary>
    /// <param name="fields">The fields.</param>
    /// <param name="idAndText">The columns of id and text.</param>
    public static TabularSchema Of(IReadOnlyList<CorpusField> fields, params string[] idAndText)
    {
        var names = new HashSet<string>(fields.Select(field => field.Name).Concat(idAndText), StringComparer.Ordinal);
        return new(ToColumns(fields, idAndText), isDeclared: false, idAndText, names.Contains(RestName) ? new ColumnNames(names).Number(RestName) : RestName);
    }

    /// <summary>Infers a schema: all fields of the documents in order of first occurrence. Other documents' fields that do not fit are refused.</summary>
    public static TabularSchema Infer(IEnumerable<Document> documents, params string[] idAndText)
    {
        IReadOnlyList<CorpusField> fields = CorpusField.ListFrom(documents);
        if (fields.Any(static field => field.Name.Length == 0)) return Of(fields, idAndText);
        return new(ToColumns(fields, idAndText), isDeclared: false, idAndText);
    }

    /// <summary>Returns a schema with the same columns as strings.</summary>
    public TabularSchema AsStrings() => new([.. places.OrderBy(place => place.Value).Select(place => new TabularColumn(place.Key, AnnotationKind.String))],
        isDeclared, ignored, Rest);

    /// <summary>Returns the columns as a string for fingerprints.</summary>
    public string Describe() =>
        string.Join('\n', Columns.Select(static column => $"{column.Name}:{column.Kind}")) + (Rest is null ? "" : $"\nrest:{Rest}");

    /// <summary>Fills a row with the fields of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="row">Receives a value for each column, converted to the column's kind.</param>
    /// <exception cref="InvalidDataException">A field has no column, or its value does not fit the column, and there is no column for the rest. The message
    /// names document, field and value.</exception>
    public void Fill(Document document, Span<AnnotationValue> row)
    {
        row.Clear();
        List<KeyValuePair<string, AnnotationValue>>? rest = null;
        foreach ((string name, AnnotationValue value) in document.ListFields())
        {
            if (ignored.Contains(name)) continue;
            if (!places.TryGetValue(name, out int place))
            {
                if (isDeclared || value.Kind == AnnotationKind.Null) continue;
                if (Rest is null)
                    throw new InvalidDataException(
                        $"Document '{document.Id}' has field '{name}' ({value.Kind}), which the shard's first documents did not have. Declare the "
                            + $"columns in the sink's options.");
                (rest ??= []).Add(new(name, value));
            }
            else if (TryConvert(Columns[place], value, out AnnotationValue converted))
            {
                row[place] = converted;
            }
            else if (Rest is not null)
            {
                (rest ??= []).Add(new(name, value));
            }
            else
            {
                throw new InvalidDataException(
                    $"Document '{document.Id}': field '{name}' is {value.Kind} '{value}', which its column of kind {Columns[place].Kind} cannot hold without "
                        + $"loss. Declare the column in the sink's options, as String to keep every value.");
            }
        }
        if (rest is not null) row[^1] = AnnotationValue.FromString(ToJson(document, rest));
    }

    // A field without a name cannot be a column.
    private static TabularColumn[] ToColumns(IReadOnlyList<CorpusField> fields, string[] idAndText) => [.. fields
        .Where(field => field.Name.Length > 0 && !idAndText.Contains(field.Name))
        .Select(field => new TabularColumn(field.Name, field.Kind == AnnotationKind.Null ? AnnotationKind.String : field.Kind))];

    private static bool TryConvert(TabularColumn column, AnnotationValue value, out AnnotationValue converted)
    {
        const long MaxExactInteger = 1L << 53;
        converted = value;
        if (value.Kind == column.Kind || value.Kind == AnnotationKind.Null) return true;
        switch (column.Kind)
        {
            case AnnotationKind.Number when value.Kind == AnnotationKind.Integer && value.AsInteger() is >= -MaxExactInteger and <= MaxExactInteger:
                converted = AnnotationValue.FromNumber(value.AsNumber());
                return true;
            case AnnotationKind.Integer when value.Kind == AnnotationKind.Number && Math.Abs(value.AsNumber()) < MaxExactInteger
                && value.AsNumber() == value.AsInteger():
                converted = AnnotationValue.FromInteger(value.AsInteger());
                return true;
            case AnnotationKind.String:
                converted = AnnotationValue.FromString(value.AsString());
                return true;
            default:
                return false;
        }
    }

    private static string ToJson(Document document, List<KeyValuePair<string, AnnotationValue>> fields)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Relaxed))
        {
            json.WriteStartObject();
            foreach ((string name, AnnotationValue value) in fields)
            {
                json.WritePropertyName(name);
                try
                {
                    Write(json, value);
                }
                catch (Exception exception) when (exception is JsonException or ArgumentException)
                {
                    throw new InvalidDataException($"Document '{document.Id}': field '{name}' is not valid JSON: {exception.Message}", exception);
                }
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter json, AnnotationValue value)
    {
        switch (value.Kind)
        {
            case AnnotationKind.Boolean:
                json.WriteBooleanValue(value.AsBoolean());
                break;
            case AnnotationKind.Integer:
                json.WriteNumberValue(value.AsInteger());
                break;
            // JSON has no NaN and no infinities. They are null in JSONL too.
            case AnnotationKind.Number when double.IsFinite(value.AsNumber()):
                json.WriteNumberValue(value.AsNumber());
                break;
            case AnnotationKind.String:
                json.WriteStringValue(value.AsString());
                break;
            case AnnotationKind.Json:
                WriteJson(json, value);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteJson(Utf8JsonWriter json, AnnotationValue value)
    {
        ReadOnlySpan<byte> text = value.AsJson().Span;
        try
        {
            // The writer's own check knows 64 levels; records may have more.
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = RestFields.MaxDepth });
            while (reader.Read())
            {
            }
            json.WriteRawValue(text, skipInputValidation: true);
        }
        catch (JsonException) when (text.IndexOf("NaN"u8) >= 0 || text.IndexOf("Infinity"u8) >= 0)
        {
            // Python writes such numbers, and readers of JSON do not know them: the text is kept as a string.
            json.WriteStringValue(text);
        }
    }
}
