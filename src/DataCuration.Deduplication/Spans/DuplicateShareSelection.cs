using System.Buffers;

namespace DataCuration.Deduplication;

/// <summary>
/// Keeps the documents of which at most a share is in duplicate spans, and leaves their texts as they are. With windows of one sentence
/// (<see cref="SentenceDeduplication.WindowSentences"/>), a document goes if most of its sentences are in earlier documents.
/// </summary>
/// <remarks>
/// The corpus must be the one that the spans were found in: the same source and the same stages. Bytes that several spans cover count once. A gap
/// between spans without a letter or digit, such as white space at the end, does not count: so a wholly repeated document has the share 1. A document without
/// text is kept. Memory: the bits of one shard for each worker.
/// </remarks>
/// <param name="spans">The spans. They must stay open until the fit is complete, and not longer.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// using DuplicateSpans spans = await pool.FitAsync(new SentenceDeduplication { WindowSentences = 1 }, run);
/// KeepList mostlyNew = await pool.FitAsync(new DuplicateShareSelection(spans) { MaxShare = 0.5 }, run);
/// await pool.Keep(mostlyNew, "repeated_sentences").WriteJsonlAsync("new", run);
/// </code>
/// </example>
public sealed class DuplicateShareSelection(DuplicateSpans spans) : CorpusFit<KeepList>
{
    // The bytes of a gap that are looked at together.
    private const int Slice = 1 << 16;

    private readonly DuplicateSpans spans = spans ?? throw new ArgumentNullException(nameof(spans));

    /// <summary>The largest share of a document's bytes in spans.</summary>
    /// <value>In [0, 1]; default 0.5 (<c>document_deduplication_threshold</c> of PlanTL's corpus-cleaner, which counts sentences).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public double MaxShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is between 0 and 1.");
    } = 0.5;

    /// <inheritdoc/>
    public override string Name => "duplicate-share";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.Add("spans", spans);
        writer.Add(nameof(MaxShare), MaxShare);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        if (scope.ShardCount != spans.ShardCount)
            throw new CurationException($"The spans in '{spans.Folder}' were found in {spans.ShardCount} shards, and this corpus has {scope.ShardCount}. "
                + "Use the corpus that was fitted on, with the same stages.");
        PhaseFiles parts = await scope.MapAsync("shares", scope.Corpus, new FitSink(writer =>
        {
            writer.Add("phase", "duplicate-share/2");
            writer.Add("spans", spans);
            writer.Add(nameof(MaxShare), MaxShare);
        }, output => new Writer(this, output)), cancellationToken).ConfigureAwait(false);
        return await scope.JoinKeepListAsync("list", parts, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private bool Keeps(int shard, Document document)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        int length = text.Length;
        long covered = 0, blank = 0;
        int end = 0;
        foreach (DuplicateSpan span in spans.Read(shard, document.Origin.Record))
        {
            if (span.End > length)
                throw new CurationException($"Document '{document.Id}' (shard {shard}, record {document.Origin.Record}, {length} bytes) is not the one that "
                    + $"the spans in '{spans.Folder}' were found in. Use the corpus that was fitted on, with the same stages.");
            if (span.Start > end) blank += BlankLength(text[end..span.Start]);
            covered += Math.Max(0, span.End - Math.Max(end, span.Start));
            end = Math.Max(end, span.End);
        }
        if (covered == 0) return true;
        blank += BlankLength(text[end..]);
        return covered <= MaxShare * (length - blank);
    }

    /// <summary>Returns the length of a gap if its normal form is blank, otherwise 0. Blank sentences and lines are in no span.</summary>
    private static int BlankLength(ReadOnlySpan<byte> gap)
    {
        if (gap.IsEmpty) return 0;
        // In slices: a gap may be as long as the document, and the first letter decides.
        byte[] form = ArrayPool<byte>.Shared.Rent(SimplifiedText.Capacity(Math.Min(gap.Length, Slice)));
        try
        {
            for (int at = 0, end; at < gap.Length; at = end)
            {
                end = Math.Min(gap.Length, at + Slice);
                // Not inside a character, which has four bytes at most.
                for (int back = 0; back < 3 && end < gap.Length && (gap[end] & 0xC0) == 0x80; back++) end--;
                int written = SimplifiedText.Write(gap[at..end], form);
                if (form.AsSpan(0, written).ContainsAnyExcept((byte)' ')) return 0;
            }
            return gap.Length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(form);
        }
    }

    private sealed class Writer(DuplicateShareSelection fit, ShardOutput output) : DocumentWriter
    {
        private readonly KeepListPart part = new(output);

        protected override void Add(Document document)
        {
            if (fit.Keeps(output.Index, document)) part.Keep(document.Origin.Record);
        }

        protected override void Complete() => part.Complete();
    }
}
