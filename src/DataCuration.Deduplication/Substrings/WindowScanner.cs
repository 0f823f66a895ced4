using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Finds the runs of windows of documents, in bytes or in tokens, and writes them as records.</summary>
/// <param name="length">The length of a window in symbols.</param>
/// <param name="encoder">The encoder; null for bytes.</param>
/// <param name="runs">See <see cref="AnchorScanner"/>.</param>
internal sealed class WindowScanner(int length, ITokenSpanEncoder? encoder, RunDivision runs)
{
    private readonly AnchorScanner scanner = new(length, runs);
    private readonly bool hasPlaces = RunBounds.NeedsPlaces(length, encoder is not null);
    private readonly List<int> tokens = [];
    private readonly List<int> lengths = [];
    private int[] offsets = [];
    private byte[] record = new byte[1 << 12];
    private Document document = null!;

    public List<AnchorRun> Runs => scanner.Runs;

    public List<PeriodicSpan> Periods => scanner.Periods;

    /// <summary>The number of symbols of the document.</summary>
    public int SymbolCount => encoder is null ? document.Utf8Text.Length : tokens.Count;

    /// <summary>The symbols of the document as bytes: the text, or 4 bytes for each token.</summary>
    public ReadOnlySpan<byte> Symbols => encoder is null ? document.Utf8Text.Span : MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(tokens));

    /// <summary>The number of bytes of a symbol in records.</summary>
    public int SymbolBytes => encoder is null ? 1 : sizeof(int);

    /// <summary>Finds the runs and periods of a document.</summary>
    /// <exception cref="CurationException">The encoder's lengths are not those of the text.</exception>
    public void Scan(Document next)
    {
        document = next;
        ReadOnlySpan<byte> text = next.Utf8Text.Span;
        if (encoder is null)
        {
            scanner.Scan(text);
            if (!hasPlaces) return;
            Reserve(text.Length);
            for (int i = 0; i <= text.Length; i++) offsets[i] = i;
            return;
        }
        tokens.Clear();
        lengths.Clear();
        encoder.EncodeSpans(text, tokens, lengths);
        Reserve(lengths.Count);
        long offset = 0;
        bool isNegative = false;
        for (int i = 0; i < lengths.Count; i++)
        {
            isNegative |= lengths[i] < 0;
            offset += lengths[i];
            offsets[i + 1] = (int)offset;
        }
        if (isNegative || lengths.Count != tokens.Count || offset != text.Length)
            throw new CurationException($"Document '{next.Id}': the encoder '{encoder.GetType().Name}' gave {tokens.Count} tokens and {lengths.Count} lengths "
                + $"of {offset} bytes together, and the text has {text.Length} bytes.");
        scanner.Scan<int>(CollectionsMarshal.AsSpan(tokens));
    }

    /// <summary>Returns the span of the text that a range of symbols covers.</summary>
    /// <param name="shard">The document's shard.</param>
    /// <param name="from">The first symbol.</param>
    /// <param name="to">The symbol after the last one.</param>
    /// <param name="first">The first symbol of the earlier copy in the same document.</param>
    public FoundSpan SpanOf(int shard, int from, int to, int first)
    {
        int start = OffsetOf(from), end = OffsetOf(to);
        long number = document.Origin.Record;
        return new(number, number, shard, OffsetOf(first), shard, start, end, RunBounds.TrimOf(document.Utf8Text.Span, start, end));
    }

    /// <summary>Returns the record of a run, which is valid until the next one.</summary>
    public ReadOnlySpan<byte> RecordOf(AnchorRun run)
    {
        int symbols = run.Count + length - 1, size = symbols * SymbolBytes;
        int capacity = WindowRecord.HeaderBytes + size + (hasPlaces ? RunBounds.CapacityOf(symbols) : 0);
        if (record.Length < capacity) record = new byte[Math.Max(capacity, (int)Math.Min(2L * record.Length, Array.MaxLength))];
        new WindowRecord(run.Hash, document.Origin.Record, run.First, run.Count).Write(record);
        Symbols.Slice(run.First * SymbolBytes, size).CopyTo(record.AsSpan(WindowRecord.HeaderBytes));
        int used = WindowRecord.HeaderBytes + size;
        if (hasPlaces) used += RunBounds.Write(document.Utf8Text.Span, offsets.AsSpan(run.First, symbols + 1), record.AsSpan(used));
        return record.AsSpan(0, used);
    }

    private void Reserve(int symbols)
    {
        if (offsets.Length <= symbols) offsets = new int[Math.Max(symbols + 1, Math.Min(2L * offsets.Length, Array.MaxLength))];
    }

    private int OffsetOf(int symbol) => encoder is null ? symbol : offsets[symbol];
}
