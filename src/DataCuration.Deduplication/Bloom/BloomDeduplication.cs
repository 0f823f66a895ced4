namespace DataCuration.Deduplication;

/// <summary>
/// Finds paragraphs and documents whose word n-grams occurred earlier in the corpus, with a Bloom filter, as Dolma's and DCLM's BFF do (13 words, a share of
/// 0.8
/// and a rate of 0.01 in DCLM's baselines). Some n-grams count as seen that were not, at a rate that the filter's size sets.
/// </summary>
/// <remarks>
/// <para>A Bloom filter that threads fill together gives another result in each run. Here the filter consists of <see cref="Parts"/> parts, each for a range of
/// n-gram hashes. A reduce task owns a part and takes the n-grams of that range in the order of the corpus. The result is that of one thread that reads the
/// corpus in order, for any number of workers and ranks. The n-grams of a unit are looked up before any of them is added.</para>
/// <para>The n-grams of removed units are added too, as in datatrove. BFF does not add them, which a division by hashes cannot do: it would need the decision
/// before the next unit. They differ in the n-grams that were not seen before, at most a fifth of a removed unit's.</para>
/// <para>Memory of a task: the size of the filter divided by its parts, and 128 MiB for decisions. Files: about 10 bytes for each
/// word.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// using BloomDeduplicationResult result = await pool.FitAsync(new BloomDeduplication { ExpectedNGrams = 1_000_000_000, FalsePositiveRate = 0.01 }, run);
/// Console.WriteLine($"{result.Documents.KeptCount} documents stay; false positives: {result.Filter.FalsePositiveRate:P2}");
/// await pool.Keep(result.Documents).Pipe(new DuplicateSpanRemoval(result.Paragraphs)).WriteJsonlAsync("unique", run);
/// </code>
/// </example>
public sealed class BloomDeduplication : CorpusFit<BloomDeduplicationResult>
{
    // A part is read and written by one call, which takes less than 2 GiB.
    private const long MaxPartBytes = 2_000_000_000;

    /// <summary>The expected number of distinct n-grams, at most the number of words of the corpus. Required, unless <see cref="Size"/> is set.</summary>
    public long ExpectedNGrams
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of n-grams is not negative.");
    }

    /// <summary>The rate of false positives for one n-gram at the expected number. Default: 0.01 (DCLM's README of BFF).</summary>
    public double FalsePositiveRate
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A rate is between 0 and 1.");
    } = 0.01;

    /// <summary>The filter's size, instead of one computed from the expected number and rate. Default: null.</summary>
    public BloomFilterSize? Size
    {
        get;
        init => field = value is null or { Bits: >= 64, Hashes: >= 1 and <= 64 } ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A filter has at least 64 bits, and 1 to 64 hashes.");
    }

    /// <summary>The largest size of the filter in bytes. Default: 0, for the memory that the process may use.</summary>
    public long MaxFilterBytes
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A size is not negative.");
    }

    /// <summary>The number of parts of the filter, 1 to 65,536. It changes which n-grams are false positives. Default: 64.</summary>
    public int Parts
    {
        get;
        init => field = value is >= 1 and <= PartitionWriter.MaxPartitions ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"A filter has 1 to {PartitionWriter.MaxPartitions} parts.");
    } = 64;

    /// <summary>The decisions: about paragraphs, documents or both. Default: both (BFF's <c>old-both</c>).</summary>
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

    /// <summary>The length of an n-gram in words. Default: 13 (DCLM's baselines; BFF's own default is 20).</summary>
    public int NGramWords
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "An n-gram has at least one word.");
    } = 13;

    /// <summary>The length from which a unit with fewer words than an n-gram is one n-gram; shorter units stay. Default: 13 (DCLM's baselines).</summary>
    public int MinWords
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A unit has at least one word.");
    } = 13;

    /// <summary>The definition of a word. Default: Unicode's word boundaries (UAX 29), as BFF and Dolma.</summary>
    public WordSplitter WordSplitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = WordSplitter.Unicode;

    /// <summary>A filter to start from, of the same size, parts, n-grams and words: n-grams of earlier corpora count as seen. Default: null.</summary>
    public BloomFilter? Known { get; init; }

    /// <inheritdoc/>
    public override string Name => "bloom-deduplication";

    internal BloomFilterSize FilterSize => Known?.Size ?? Size ?? BloomFilterSize.For(Math.Max(1, ExpectedNGrams), FalsePositiveRate);

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.Add(nameof(ExpectedNGrams), ExpectedNGrams);
        writer.Add(nameof(FalsePositiveRate), FalsePositiveRate);
        writer.Add("bits", FilterSize.Bits);
        writer.Add("hashes", FilterSize.Hashes);
        writer.Add(nameof(Parts), Parts);
        writer.Add(nameof(Unit), Unit.ToString());
        writer.Add(nameof(Threshold), Threshold);
        writer.Add(nameof(NGramWords), NGramWords);
        writer.Add(nameof(MinWords), MinWords);
        writer.Add(nameof(WordSplitter), WordSplitter.Name);
        if (Known is not null) writer.Add(nameof(Known), Known);
    }

    /// <inheritdoc/>
    protected override async Task<BloomDeduplicationResult> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        CheckSize();
        var phase = new BloomPhase(this, new ShardGroups(scope.ShardCount));
        PhaseFiles ngrams = await scope.MapAsync("ngrams", scope.Corpus, phase.CreateSink(), cancellationToken).ConfigureAwait(false);
        PhaseFiles seen = await scope.ReduceAsync("seen", Parts, (output, token) =>
        {
            phase.LookUp(ngrams, output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles decisions = await scope.ReduceAsync("decisions", phase.Groups.Count, (output, token) =>
        {
            phase.Decide(ngrams, seen, output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles filter = await scope.FinishAsync("filter", (output, token) =>
        {
            BloomFilter.Write(output, seen, this, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        KeepList documents = await scope.JoinKeepListAsync("list", decisions, cancellationToken: cancellationToken).ConfigureAwait(false);
        DuplicateSpans paragraphs = await new SpanJoin(scope, ngrams, decisions).RunAsync(cancellationToken).ConfigureAwait(false);
        return new() { Documents = documents, Paragraphs = paragraphs, Filter = BloomFilter.Load(filter.Folder, filter.Files) };
    }

    private void CheckSize()
    {
        if (Known is null && Size is null && ExpectedNGrams == 0)
            throw new CurationException($"A Bloom filter needs a size: set {nameof(ExpectedNGrams)} (at most the corpus's words), or {nameof(Size)}.");
        if (Known is not null && (Known.PartCount != Parts || Known.NGramWords != NGramWords || Known.MinWords != MinWords
            || Known.SplitterName != WordSplitter.Name
                || (Size is { } size && size != Known.Size)))
            throw new CurationException($"The filter in '{Known.Folder}' has {Known.PartCount} parts, {Known.Size.Bits} bits and n-grams of "
                + $"{Known.NGramWords} words ({Known.SplitterName}, at least {Known.MinWords}); this fit's options are others.");
        long limit = MaxFilterBytes > 0 ? MaxFilterBytes : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (FilterSize.Bytes > limit)
            throw new CurationException($"A Bloom filter of {FilterSize.Bytes:N0} bytes does not fit in {limit:N0} bytes. It was sized for "
                + $"{ExpectedNGrams:N0} n-grams at a rate of {FalsePositiveRate}: allow a higher rate, use longer units, or raise {nameof(MaxFilterBytes)}.");
        if (FilterSize.Bytes / Parts > MaxPartBytes)
            throw new CurationException($"A Bloom filter of {FilterSize.Bytes:N0} bytes in {Parts} parts has parts of more than {MaxPartBytes:N0} bytes: set "
                + $"{nameof(Parts)} to {FilterSize.Bytes / MaxPartBytes + 1} or more.");
    }
}
