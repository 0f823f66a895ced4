using System.IO.Hashing;

namespace DataCuration.Deduplication;

/// <summary>
/// Cuts duplicate spans out of documents, and drops documents that become too short by it. The corpus must be the one that was fitted on: the same source and
/// the same stages before this one. Each text is checked against its hash.
/// </summary>
/// <remarks>Drop reasons: <c>too_few_words</c>, <c>too_few_sentences</c>, <c>nothing_left</c>.</remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// using DuplicateSpans spans = await pool.FitAsync(new SubstringDeduplication { MinLength = 100 }, run);
/// await pool.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 50 }).WriteJsonlAsync("unique", run);
/// </code>
/// </example>
public sealed class DuplicateSpanRemoval : DocumentTransform
{
    /// <summary>The annotation with the number of bytes in the spans that were, or would be, removed.</summary>
    public static readonly AnnotationKey<int> DuplicateBytes = new("duplicate_bytes");

    private readonly DuplicateSpans spans;

    /// <summary>Creates the stage.</summary>
    /// <param name="spans">The spans.</param>
    public DuplicateSpanRemoval(DuplicateSpans spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        this.spans = spans;
    }

    /// <summary>
    /// The minimum number of words that a changed document must have left; 0 for no limit. Default: 50 (datatrove's <c>SentDedupConfig.min_doc_words</c> and
    /// <c>ESRangeRemover</c>).
    /// </summary>
    public int MinWords { get; init => field = NotNegative(value, nameof(MinWords)); } = 50;

    /// <summary>
    /// The minimum number of sentences that a changed document must have left, counted by <see cref="SentenceSplitter"/>; 0 for no limit. Default: 0.
    /// datatrove's <c>SentDedupConfig.min_num_sentences</c> is 3.
    /// </summary>
    public int MinSentences { get; init => field = NotNegative(value, nameof(MinSentences)); }

    /// <summary>
    /// The minimum number of words of a span, several that touch taken together; shorter ones stay. Default: 0, no limit (datatrove's
    /// <c>min_words_to_remove_span</c>).
    /// </summary>
    public int MinSpanWords { get; init => field = NotNegative(value, nameof(MinSpanWords)); }

    /// <summary>True to apply <see cref="MinWords"/> and <see cref="MinSentences"/> to documents without a span too. Default: false.</summary>
    public bool ChecksUnchanged { get; init; }

    /// <summary>True to remove white space at both ends of a changed text. Default: true.</summary>
    public bool TrimsEnds { get; init; } = true;

    /// <summary>True to annotate <see cref="DuplicateBytes"/> and leave the text as it is. Default: false.</summary>
    public bool OnlyAnnotates { get; init; }

    /// <summary>The definition of a word. Default: white space.</summary>
    public WordSplitter WordSplitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = WordSplitter.WhiteSpace;

    /// <summary>The definition of a sentence for <see cref="MinSentences"/>. Default: English, as datatrove's spaCy decides.</summary>
    public SentenceSplitter SentenceSplitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = SentenceSplitter.English;

    /// <summary>
    /// True to decide as datatrove 0.10 does where that is a fault: only the first sentence of a span counts for <see cref="MinSpanWords"/> and stays if the
    /// span is kept, and empty documents are dropped though nothing was removed. Default: false.
    /// </summary>
    public bool DatatroveCompatibility { get; init; }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("spans", spans);
        writer.Add(nameof(MinWords), MinWords);
        writer.Add(nameof(MinSentences), MinSentences);
        writer.Add(nameof(MinSpanWords), MinSpanWords);
        writer.Add(nameof(ChecksUnchanged), ChecksUnchanged);
        writer.Add(nameof(TrimsEnds), TrimsEnds);
        writer.Add(nameof(OnlyAnnotates), OnlyAnnotates);
        writer.Add(nameof(WordSplitter), WordSplitter.Name);
        writer.Add(nameof(SentenceSplitter), SentenceSplitter.Name);
        writer.Add(nameof(DatatroveCompatibility), DatatroveCompatibility);
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        if (!spans.TryGetEntry(context.ShardIndex, document.Origin.Record, out SpanEntry entry) || entry.TextLength != text.Length
                || entry.TextHash != XxHash3.HashToUInt64(text))
            throw new CurationException($"Document '{document.Id}' (shard {context.ShardIndex}, record {document.Origin.Record}, {text.Length} "
                + $"bytes) is not the one that the spans in '{spans.Folder}' were found in. "
                + "Use the corpus that was fitted on, with the same stages before this one.");
        Buffers buffers = context.Scratch<Buffers>();
        buffers.Spans.Clear();
        if (entry.Count > 0) spans.Read(context.ShardIndex, entry, buffers.Spans);
        if (OnlyAnnotates) return StageResult.Replace(document.With(DuplicateBytes, buffers.Spans.Sum(span => span.Length)));
        byte[]? left = entry.Count == 0 ? null : Cut(document.Utf8Text, buffers);
        return left is null ? CheckUnchanged(document) : CheckChanged(document, left);
    }

    private static int NotNegative(int value, string name) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, "The limit must not be negative.");

    private StageResult CheckUnchanged(Document document)
    {
        if (DatatroveCompatibility && document.Utf8Text.IsEmpty) return StageResult.Drop("nothing_left");
        if (!ChecksUnchanged) return StageResult.Keep;
        return IsTooShort(document.Utf8Text, document) is { } reason ? StageResult.Drop(reason) : StageResult.Keep;
    }

    private StageResult CheckChanged(Document document, byte[] left)
    {
        if (left.Length == 0) return StageResult.Drop("nothing_left");
        if (IsTooShort(left, null) is { } reason) return StageResult.Drop(reason);
        return StageResult.Replace(document.WithText((ReadOnlyMemory<byte>)left)
            .With(DuplicateBytes, document.Utf8Text.Length - left.Length));
    }

    private string? IsTooShort(ReadOnlyMemory<byte> text, Document? document)
    {
        if (MinWords > 0 && (document?.GetWords(WordSplitter) ?? WordSplitter.Split(text)).Count < MinWords) return "too_few_words";
        return MinSentences > 0 && SentenceSplitter.Split(text).Count < MinSentences ? "too_few_sentences" : null;
    }

    /// <summary>Returns the text without the spans; null if nothing is removed.</summary>
    private byte[]? Cut(ReadOnlyMemory<byte> text, Buffers buffers)
    {
        List<DuplicateSpan> rows = buffers.Spans;
        int used = 0, at = 0;
        bool isChanged = false;
        if (buffers.Text.Length < text.Length) buffers.Text = new byte[text.Length];
        for (int i = 0; i < rows.Count;)
        {
            int next = i + 1, end = rows[i].End;
            for (; next < rows.Count && rows[next].Start <= end; next++) end = Math.Max(end, rows[next].End);
            int start = Math.Max(at, rows[i].Start);
            // A fault of datatrove: the words of the first sentence decide, and only that sentence stays.
            int kept = DatatroveCompatibility ? rows[i].End : end;
            if (MinSpanWords > 0 && WordSplitter.Split(text[start..kept]).Count < MinSpanWords) start = kept;
            used += Append(text.Span[at..start], buffers.Text.AsSpan(used));
            at = end;
            isChanged |= end > start;
            i = next;
        }
        if (!isChanged) return null;
        used += Append(text.Span[at..], buffers.Text.AsSpan(used));
        ReadOnlySpan<byte> result = buffers.Text.AsSpan(0, used);
        return (TrimsEnds ? WhiteSpaceTrim.Trim(result) : result).ToArray();
    }

    private static int Append(ReadOnlySpan<byte> part, Span<byte> target)
    {
        part.CopyTo(target);
        return part.Length;
    }

    private sealed class Buffers
    {
        public List<DuplicateSpan> Spans { get; } = [];

        public byte[] Text { get; set; } = [];
    }
}
