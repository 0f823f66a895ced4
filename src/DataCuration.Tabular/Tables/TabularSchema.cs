namespace DataCuration.Tabular;

/// <summary>The columns of an output table other than id and text: declared, or inferred from the first documents.</summary>
internal sealed class TabularSchema
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly HashSet<string> ignored;
    private readonly bool isDeclared;

    private TabularSchema(IReadOnlyList<TabularColumn> columns, bool isDeclared, IEnumerable<string> ignored)
    {
        Columns = columns;
        this.isDeclared = isDeclared;
        this.ignored = new(ignored, StringComparer.Ordinal);
        for (int i = 0; i < columns.Count; i++)
            if (!places.TryAdd(columns[i].Name, i)) throw new ArgumentException($"Column '{columns[i].Name}' is declared twice.");
    }

    public IReadOnlyList<TabularColumn> Columns { get; }

    /// <summary>Returns the declared schema, or null. Annotations that a declared schema does not name are not written.</summary>
    public static TabularSchema? Declare(IReadOnlyList<TabularColumn>? columns, string id, string text)
    {
        TabularOptions.CheckColumns(text, id);
        if (columns is null) return null;
        foreach (TabularColumn column in columns)
            if (column.Name == id || column.Name == text) throw new ArgumentException($"Column '{column.Name}' has the name of the id or text column.");
        return new(columns, isDeclared: true, [id, text]);
    }

    /// <summary>Infers a schema: all fields of the documents in order of first occurrence. A field that is always null is a string.</summary>
    public static TabularSchema Infer(IEnumerable<Document> documents, params string[] idAndText)
    {
        var names = new List<string>();
        var kinds = new Dictionary<string, AnnotationKind>(StringComparer.Ordinal);
        foreach (Document document in documents)
        {
            foreach ((string name, AnnotationValue value) in document.ListFields())
            {
                if (idAndText.Contains(name)) continue;
                if (!kinds.TryGetValue(name, out AnnotationKind kind)) names.Add(name);
                kinds[name] = Merge(kind, value.Kind);
            }
        }
        return new([.. names.Select(name => new TabularColumn(name, kinds[name] == AnnotationKind.Null ? AnnotationKind.String : kinds[name]))], false,
            idAndText);
    }

    /// <summary>Returns a schema with the same columns as strings.</summary>
    public TabularSchema AsStrings() => new([.. Columns.Select(static column => new TabularColumn(column.Name, AnnotationKind.String))], isDeclared, ignored);

    /// <summary>Returns the kind of a column with values of both kinds.</summary>
    public static AnnotationKind Merge(AnnotationKind left, AnnotationKind right) => (left, right) switch
    {
        (AnnotationKind.Null, _) => right,
        (_, AnnotationKind.Null) => left,
        _ when left == right => left,
        (AnnotationKind.Integer or AnnotationKind.Number, AnnotationKind.Integer or AnnotationKind.Number) => AnnotationKind.Number,
        _ => AnnotationKind.String,
    };

    /// <summary>Returns the columns as a string for fingerprints.</summary>
    public string Describe() => string.Join('\n', Columns.Select(static column => $"{column.Name}:{column.Kind}"));

    /// <summary>Fills a row with the fields of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="row">Receives a value for each column, converted to the column's kind.</param>
    /// <exception cref="InvalidDataException">A field has no column, or its value does not fit the column. The message names document, field and
    /// value.</exception>
    public void Fill(Document document, Span<AnnotationValue> row)
    {
        row.Clear();
        foreach ((string name, AnnotationValue value) in document.ListFields())
        {
            if (ignored.Contains(name)) continue;
            if (!places.TryGetValue(name, out int place))
            {
                if (isDeclared || value.Kind == AnnotationKind.Null) continue;
                throw new InvalidDataException(
                    $"Document '{document.Id}' has field '{name}' ({value.Kind}), which the shard's first documents did not have. Declare the "
                        + $"columns in the sink's options.");
            }
            row[place] = Convert(document, Columns[place], value);
        }
    }

    private static AnnotationValue Convert(Document document, TabularColumn column, AnnotationValue value)
    {
        if (value.Kind == column.Kind || value.Kind == AnnotationKind.Null) return value;
        switch (column.Kind)
        {
            case AnnotationKind.Number when value.Kind == AnnotationKind.Integer:
                return AnnotationValue.FromNumber(value.AsNumber());
            case AnnotationKind.Integer when value.Kind == AnnotationKind.Number && value.AsNumber() == value.AsInteger()
                && Math.Abs(value.AsNumber()) < 1L << 53:
                return AnnotationValue.FromInteger(value.AsInteger());
            case AnnotationKind.String:
                return AnnotationValue.FromString(value.AsString());
            default:
                throw new InvalidDataException(
                    $"Document '{document.Id}': field '{column.Name}' is {value.Kind} '{value}', but its column holds {column.Kind}. Declare the "
                        + $"column in the sink's options.");
        }
    }
}
