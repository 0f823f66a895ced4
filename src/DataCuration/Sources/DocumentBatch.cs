namespace DataCuration;

/// <summary>The documents and record faults that a reader passes to the engine together. The reader fills it, and the engine empties it.</summary>
public sealed class DocumentBatch
{
    // A document keeps the reader's buffer alive that it lies in. Where few records are wanted, each lies in another buffer.
    private const int SkippedPerDocument = 3;
    private readonly Func<long, bool>? selection;
    private readonly long maxBytes;
    private long bytes;

    /// <summary>Creates a batch.</summary>
    /// <param name="maxDocuments">The number of documents of a full batch.</param>
    /// <param name="maxBytes">The bytes of text of a full batch.</param>
    /// <param name="selection">Returns true for the wanted records, by their number in the shard; null for all.</param>
    public DocumentBatch(int maxDocuments, long maxBytes, Func<long, bool>? selection = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDocuments, 1);
        this.maxBytes = maxBytes;
        this.selection = selection;
        Documents = new Document[maxDocuments];
    }

    /// <summary>The record limit of the shard, if any (<see cref="SourceShard.RecordLimit"/>).</summary>
    internal long RecordLimit { get; init; } = long.MaxValue;

    /// <summary>The warnings of the shard.</summary>
    internal TaskWarnings? Warnings { get; init; }

    /// <summary>The number of the next record in the shard.</summary>
    public long NextRecord { get; private set; }

    /// <summary>True if the next record is wanted. If not, the reader should call <see cref="Skip"/> without parsing it.</summary>
    public bool WantsNext => selection is null || selection(NextRecord);

    /// <summary>True if the batch is full. Readers stop here.</summary>
    public bool IsFull => Count == Documents.Length || bytes >= maxBytes || Faults.Count >= 256 || Skipped >= SkippedPerDocument * (long)Documents.Length
        || IsAtLimit;

    /// <summary>True if the shard's record limit is reached.</summary>
    public bool IsAtLimit => NextRecord >= RecordLimit;

    internal Document[] Documents { get; }

    internal int Count { get; private set; }

    internal List<(long Record, RecordFault Fault)> Faults { get; } = [];

    internal long Skipped { get; private set; }

    /// <summary>Adds the next record's document.</summary>
    /// <param name="document">The document. Its origin's record number must be <see cref="NextRecord"/>.</param>
    public void Add(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        // Keep lists and selections identify a document by this number. A wrong number would select other documents.
        if (document.Origin.Record != NextRecord)
            throw new ArgumentException(
                $"Document '{document.Id}' says that it is record {document.Origin.Record} of its shard, and it is record {NextRecord}.", nameof(document));
        Documents[Count++] = document;
        bytes += Math.Max(document.Utf8Text.Length, document.Record.Length) + (document.Raw?.Content.Length ?? 0);
        NextRecord++;
    }

    /// <summary>Adds a fault for the next record.</summary>
    /// <param name="fault">The fault.</param>
    public void AddFault(RecordFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Faults.Add((NextRecord, fault));
        NextRecord++;
    }

    /// <summary>Skips the next record, which is not wanted.</summary>
    public void Skip()
    {
        Skipped++;
        NextRecord++;
    }

    /// <summary>
    /// Warns about the input, from a reader. The run shows the first warning of each kind at once, and its report and the shard's manifest count all of them.
    /// </summary>
    /// <param name="message">The message, which names the file and says what to do.</param>
    /// <param name="kind">A name that similar warnings share, so that they are counted together; null for the message itself.</param>
    public void Warn(string message, string? kind = null) => Warnings?.Add(message, kind);

    internal void Clear()
    {
        Array.Clear(Documents, 0, Count);
        Count = 0;
        bytes = 0;
        Skipped = 0;
        Faults.Clear();
    }
}
