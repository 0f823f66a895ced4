namespace DataCuration;

/// <summary>Counts kept and dropped documents by reason, and keeps the first examples of each.</summary>
/// <param name="examples">The number of examples for each reason.</param>
/// <param name="excerptLength">The code points of an example's text.</param>
internal sealed class DropTally(int examples, int excerptLength)
{
    private readonly Dictionary<(string Stage, string Reason), Entry> reasons = [];

    private long keptDocuments;
    private long keptBytes;

    private sealed class Entry
    {
        public List<DropExample> Examples { get; } = [];

        public long Documents { get; set; }

        public long Bytes { get; set; }
    }

    /// <summary>Adds a document. It was dropped if it has a reason.</summary>
    public void Add(Document document)
    {
        int bytes = document.Utf8Text.Length;
        if (!document.TryGet(DropAnnotations.Reason, out string? reason) || reason is null)
        {
            keptDocuments++;
            keptBytes += bytes;
            return;
        }
        Entry entry = EntryOf(document.TryGet(DropAnnotations.Stage, out string? stage) && stage is not null ? stage : "", reason);
        entry.Documents++;
        entry.Bytes += bytes;
        if (entry.Examples.Count >= examples) return;
        entry.Examples.Add(new()
        {
            Id = document.Id,
            Excerpt = TextExcerpt.Of(document.Utf8Text.Span, excerptLength),
            Bytes = bytes,
            Measure = document.TryGet(DropAnnotations.Measure, out string? measure) ? measure : null,
            Value = NumberOf(document, DropAnnotations.Value.Name),
            Limit = NumberOf(document, DropAnnotations.Limit.Name),
        });
    }

    /// <summary>Adds the counts of a later shard.</summary>
    public void Add(DropReport report)
    {
        keptDocuments += report.KeptDocuments;
        keptBytes += report.KeptBytes;
        foreach (DropReason reason in report.Reasons)
        {
            Entry entry = EntryOf(reason.Stage, reason.Reason);
            entry.Documents += reason.Documents;
            entry.Bytes += reason.Bytes;
            entry.Examples.AddRange(reason.Examples.Take(examples - entry.Examples.Count));
        }
    }

    public DropReport ToReport(DropReport? input = null) => new()
    {
        KeptDocuments = keptDocuments,
        KeptBytes = keptBytes,
        InputDocuments = input?.KeptDocuments + input?.DroppedDocuments,
        InputBytes = input?.KeptBytes + input?.DroppedBytes,
        Reasons = [.. reasons.OrderByDescending(one => one.Value.Documents).ThenBy(one => one.Key.Stage, StringComparer.Ordinal)
            .ThenBy(one => one.Key.Reason, StringComparer.Ordinal).Select(one => new DropReason
            {
                Stage = one.Key.Stage,
                Reason = one.Key.Reason,
                Documents = one.Value.Documents,
                Bytes = one.Value.Bytes,
                Examples = one.Value.Examples,
            })],
    };

    private Entry EntryOf(string stage, string reason)
    {
        if (!reasons.TryGetValue((stage, reason), out Entry? entry)) reasons.Add((stage, reason), entry = new());
        return entry;
    }

    private static double? NumberOf(Document document, string name) =>
        document.TryGetValue(name, out AnnotationValue value) && value.AsNumber() is var number && double.IsFinite(number) ? number : null;
}
