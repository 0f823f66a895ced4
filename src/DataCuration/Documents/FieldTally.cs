namespace DataCuration;

/// <summary>Collects the names and kinds of fields.</summary>
internal sealed class FieldTally
{
    /// <summary>
    /// The most fields that are returned (our choice). Records whose keys are ids or addresses would otherwise make a column for each.
    /// </summary>
    public const int MaxFields = 1_000;

    private const int MaxCounted = 100 * MaxFields;
    private readonly List<Entry> entries = [];
    private readonly Dictionary<string, Entry> places = new(StringComparer.Ordinal);

    /// <summary>Adds the fields of a document.</summary>
    public void Add(Document document)
    {
        foreach ((string name, AnnotationValue value) in document.ListFields())
        {
            if (!places.TryGetValue(name, out Entry? entry))
            {
                if (entries.Count == MaxCounted) continue;
                entry = new Entry(name);
                places.Add(name, entry);
                entries.Add(entry);
            }
            entry.Documents++;
            entry.Kinds.Add(value);
        }
    }

    /// <summary>Returns the fields in order of first occurrence, at most the <see cref="MaxFields"/> that the most documents have.</summary>
    public IReadOnlyList<CorpusField> ToFields() =>
        [.. entries.Select((entry, order) => (entry, order)).OrderByDescending(one => one.entry.Documents).ThenBy(one => one.order).Take(MaxFields)
            .OrderBy(one => one.order).Select(one => one.entry)
            .Select(static entry => new CorpusField { Name = entry.Name, Kind = entry.Kinds.ToKind(), Documents = entry.Documents })];

    private sealed class Entry(string name)
    {
        public string Name { get; } = name;

        public KindTally Kinds { get; } = new();

        public long Documents { get; set; }
    }
}
