namespace DataCuration.Deduplication;

/// <summary>
/// Drops documents whose word n-grams a kept filter holds, and cuts out such paragraphs. The filter is only read: the result does not depend on the order of
/// the documents.
/// </summary>
/// <remarks>Drop reason: <c>bloom_filter</c>. Memory: the filter, once for all workers.</remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// BloomFilter filter = BloomFilter.Load("curation/filter");
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new BloomFilterCheck(filter)).WriteJsonlAsync("new", run);
/// </code>
/// </example>
public sealed class BloomFilterCheck : DocumentTransform
{
    /// <summary>The annotation with the share of a document's n-grams that the filter holds.</summary>
    public static readonly AnnotationKey<double> SeenShare = new("bloom_seen_share");

    private readonly BloomFilter filter;

    /// <summary>Creates the stage.</summary>
    /// <param name="filter">The filter.</param>
    public BloomFilterCheck(BloomFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        this.filter = filter;
    }

    /// <summary>The decisions: about paragraphs, documents or both. Default: both.</summary>
    public BloomUnit Unit
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such unit.");
    }

    /// <summary>The share of n-grams from which a unit is removed: more than this. Default: 0.8 (BFF and datatrove).</summary>
    public double Threshold
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is between 0 and 1.");
    } = 0.8;

    /// <summary>The definition of a word; the one that the filter was made with. Default: Unicode's word boundaries (UAX 29).</summary>
    public WordSplitter WordSplitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = WordSplitter.Unicode;

    /// <summary>True to annotate <see cref="SeenShare"/> and change nothing else. Default: false.</summary>
    public bool OnlyAnnotates { get; init; }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("filter", filter);
        writer.Add(nameof(Unit), Unit.ToString());
        writer.Add(nameof(Threshold), Threshold);
        writer.Add(nameof(WordSplitter), WordSplitter.Name);
        writer.Add(nameof(OnlyAnnotates), OnlyAnnotates);
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        Buffers buffers = context.Scratch<Buffers>();
        // A filter that cannot be used ends the run: it is not the fault of each document.
        _ = buffers.Filter ??= context.Resource($"bloom-filter:{filter.Fingerprint}:{WordSplitter.Name}", Open);
        WordNGramHashes hashes = buffers.Hashes ??= new(WordSplitter, filter.NGramWords, filter.MinWords);
        ReadOnlyMemory<byte> text = document.Utf8Text;
        if (buffers.Text.Length < text.Length) buffers.Text = new byte[text.Length];
        long total = 0, seen = 0;
        int used = 0;
        for (int at = 0; at < text.Length;)
        {
            int feed = Unit == BloomUnit.Document ? -1 : text.Span[at..].IndexOf((byte)'\n');
            int end = feed < 0 ? text.Length : at + feed + 1;
            hashes.Compute(text[at..end]);
            int found = 0;
            foreach (ulong hash in hashes.Hashes)
                if (filter.Contains(hash)) found++;
            total += hashes.Hashes.Count;
            seen += found;
            if (hashes.Hashes.Count == 0 || !((double)found / hashes.Hashes.Count > Threshold))
            {
                text.Span[at..end].CopyTo(buffers.Text.AsSpan(used));
                used += end - at;
            }
            at = end;
        }
        double share = total == 0 ? 0 : (double)seen / total;
        if (OnlyAnnotates) return StageResult.Replace(document.With(SeenShare, share));
        if (Unit != BloomUnit.Paragraph && share > Threshold) return StageResult.Drop("bloom_filter");
        if (Unit == BloomUnit.Document || used == text.Length) return StageResult.Keep;
        ReadOnlySpan<byte> left = WhiteSpaceTrim.Trim(buffers.Text.AsSpan(0, used));
        return left.IsEmpty ? StageResult.Drop("bloom_filter") : StageResult.Replace(document.WithText((ReadOnlyMemory<byte>)left.ToArray()));
    }

    private BloomFilter Open()
    {
        if (filter.SplitterName != WordSplitter.Name)
            throw new CurationException($"The filter in '{filter.Folder}' holds words of '{filter.SplitterName}', and this stage splits by "
                + $"'{WordSplitter.Name}'.");
        filter.Load();
        return filter;
    }

    private sealed class Buffers
    {
        public BloomFilter? Filter { get; set; }

        public WordNGramHashes? Hashes { get; set; }

        public byte[] Text { get; set; } = [];
    }
}
