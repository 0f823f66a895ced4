namespace DataCuration;

/// <summary>Collects the names and kinds of fields.</summary>
internal sealed class FieldTally
{
    private readonly List<Entry> entries = [];
    private readonly Dictionary<string, Entry> places = new(StringComparer.Ordinal);

    /// <summary>Adds the fields of a document.</summary>
    public void Add(Document document)
    {
        foreach ((string name, AnnotationValue value) in document.ListFields())
        {
            if (!places.TryGetValue(name, out Entry? entry))
            {
                entry = new Entry(name);
                places.Add(name, entry);
                entries.Add(entry);
            }
            entry.Documents++;
            entry.Kinds.Add(value);
        }
    }

    /// <summary>Returns the fields in order of first occurrence.</summary>
    public IReadOnlyList<CorpusField> ToFields() =>
        [.. entries.Select(static entry => new CorpusField { Name = entry.Name, Kind = entry.Kinds.ToKind(), Documents = entry.Documents })];

    private sealed class Entry(string name)
    {
        public string Name { get; } = name;

        public KindTally Kinds { get; } = new();

        public long Documents { get; set; }
    }
}
