namespace DataCuration.Deduplication;

/// <summary>
/// Computes the fingerprints of a corpus and sorts them by their search keys: an index for later corpora, and the first half of
/// <see cref="SimHashDeduplication"/>, which shares it.
/// </summary>
/// <remarks>Disk: 64 bytes for each document and key. Memory: 16 MiB and <see cref="MemoryBytes"/> for each worker.</remarks>
public sealed class SimHashIndexFit : CorpusFit<SimHashIndex>
{
    internal const int DefaultPartitions = 64;

    /// <summary>The parameters. Default: <see cref="SimHashParameters.TextDedup"/>.</summary>
    public SimHashParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = SimHashParameters.TextDedup;

    /// <summary>The memory of a sort, for each worker, in bytes; 1 MiB or more. It changes nothing in the result. Default: 128 MiB.</summary>
    public long MemoryBytes { get; init => field = SortMemory.Check(value); } = SortMemory.Default;

    /// <inheritdoc/>
    public override string Name => "simhash-index";

    /// <summary>The number of partitions: that of all indexes in use; a test makes it small.</summary>
    internal int Partitions { get; init; } = DefaultPartitions;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("fit", "simhash-index/1");
        writer.AddScope(nameof(Parameters), Parameters.Describe);
        writer.Add(nameof(Partitions), Partitions);
    }

    /// <inheritdoc/>
    protected override async Task<SimHashIndex> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var sink = new SimHashSink(new SimHashSigner(Parameters), new SimHashBlocks(Parameters), Partitions);
        PhaseFiles keys = await scope.MapAsync("keys", scope.Corpus, sink, cancellationToken).ConfigureAwait(false);
        SortedIndex<SimHashEntry> index = await SortedIndex<SimHashEntry>.MakeAsync(scope, SimHashIndex.Kind, RecipeOf(Parameters, Partitions), keys,
            SimHashSink.RecordName, Partitions, RecordOrder.UInt64(count: 4), MemoryBytes, hasShingles: false, cancellationToken).ConfigureAwait(false);
        return new(index, keys);
    }

    internal static FingerprintWriter RecipeOf(SimHashParameters parameters, int partitions)
    {
        var writer = new FingerprintWriter();
        parameters.Describe(writer);
        writer.Add(nameof(partitions), partitions);
        return writer;
    }
}
