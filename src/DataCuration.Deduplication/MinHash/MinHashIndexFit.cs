namespace DataCuration.Deduplication;

/// <summary>
/// Computes the signatures of a corpus and sorts their bands: an index for later corpora, and the first half of <see cref="MinHashDeduplication"/>, which
/// shares it. An index of a corpus that was deduplicated with the same parameters therefore costs nothing more.
/// </summary>
/// <remarks>Disk: 32 bytes for each document and band. Memory: 16 MiB and <see cref="MemoryBytes"/> for each worker.</remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// MinHashIndex earlier = await Corpus.FromJsonl("2024/*.jsonl").FitAsync(new MinHashIndexFit(), run);
/// Corpus later = Corpus.FromJsonl("2025/*.jsonl");
/// KeepList isNew = await later.FitAsync(new MinHashDeduplication { Indexes = [earlier] }, run);
/// await later.Keep(isNew).WriteJsonlAsync("new", run);
/// </code>
/// </example>
public sealed class MinHashIndexFit : CorpusFit<MinHashIndex>
{
    internal const string ShinglesPhase = "shingles";
    internal const int DefaultPartitions = 4, MaxPartitions = 256;

    /// <summary>The parameters. Default: <see cref="MinHashPresets.Datatrove"/>.</summary>
    public MinHashParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = MinHashPresets.Datatrove;

    /// <summary>
    /// The number of parts that each band is sorted in, 1 to 256. A part is a task of its own; the parts of two indexes must agree. Default: 4, our choice:
    /// 56 tasks with datatrove's bands.
    /// </summary>
    public int PartitionsPerBand { get; init => field = CheckPartitions(value); } = DefaultPartitions;

    /// <summary>The memory of a sort, for each worker, in bytes; 1 MiB or more. It changes nothing in the result. Default: 128 MiB.</summary>
    public long MemoryBytes { get; init => field = SortMemory.Check(value); } = SortMemory.Default;

    /// <summary>
    /// True to keep the shingles of all documents too, 8 bytes for each different one, so that later corpora can be verified against the index
    /// (<see cref="MinHashDeduplication.MinSimilarity"/>). This takes a second pass over the corpus. Default: false.
    /// </summary>
    public bool KeepsShingles { get; init; }

    /// <inheritdoc/>
    public override string Name => "minhash-index";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("fit", "minhash-index/2");
        writer.AddScope(nameof(Parameters), Parameters.Describe);
        writer.Add(nameof(PartitionsPerBand), PartitionsPerBand);
        writer.Add(nameof(KeepsShingles), KeepsShingles);
    }

    /// <inheritdoc/>
    protected override async Task<MinHashIndex> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if ((long)Parameters.Bands * PartitionsPerBand > PartitionWriter.MaxPartitions)
            throw new CurationException($"{Parameters.Bands} bands of {PartitionsPerBand} parts are more than {PartitionWriter.MaxPartitions}: lower "
                + $"{nameof(PartitionsPerBand)}.");
        var signer = new MinHashSigner(Parameters);
        PhaseFiles bands = await scope.MapAsync("bands", scope.Corpus, new BandSink(signer, PartitionsPerBand), cancellationToken).ConfigureAwait(false);
        SortedIndex<BandEntry> index = await SortedIndex<BandEntry>.MakeAsync(scope, MinHashIndex.Kind, RecipeOf(Parameters, PartitionsPerBand), bands,
            BandSink.RecordName, checked(Parameters.Bands * PartitionsPerBand), RecordOrder.UInt64(count: 2), MemoryBytes, KeepsShingles,
            cancellationToken).ConfigureAwait(false);
        PhaseFiles? shingles = KeepsShingles
            ? await scope.MapAsync(ShinglesPhase, scope.Corpus, new ShingleSetSink(signer, null), cancellationToken).ConfigureAwait(false) : null;
        return new(index, bands, shingles);
    }

    internal static FingerprintWriter RecipeOf(MinHashParameters parameters, int partitionsPerBand)
    {
        var writer = new FingerprintWriter();
        parameters.Describe(writer);
        writer.Add(nameof(PartitionsPerBand), partitionsPerBand);
        return writer;
    }

    internal static int CheckPartitions(int value) => value is >= 1 and <= MaxPartitions ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"A band is sorted in 1 to {MaxPartitions} parts.");
}
