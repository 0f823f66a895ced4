namespace DataCuration.Deduplication;

/// <summary>
/// Sorts the hashes of a corpus's keys: an index for later corpora, and the first half of <see cref="ExactDeduplication"/>, which shares it.
/// </summary>
/// <remarks>Disk: 64 bytes for each document. Memory: 16 MiB and <see cref="MemoryBytes"/> for each worker.</remarks>
public sealed class ExactIndexFit : CorpusFit<ExactIndex>
{
    internal const int DefaultPartitions = 64;

    /// <summary>The key that duplicates share. Default: <see cref="ExactKey.Text"/>.</summary>
    public ExactKey Key { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ExactKey.Text;

    /// <summary>
    /// The numeric annotation or field with the priority: of duplicates, the one with the highest stays. A document without it comes last. Default: null, for
    /// no priorities.
    /// </summary>
    public string? Priority { get; init; }

    /// <summary>The memory of a sort, for each worker, in bytes; 1 MiB or more. It changes nothing in the result. Default: 128 MiB.</summary>
    public long MemoryBytes { get; init => field = SortMemory.Check(value); } = SortMemory.Default;

    /// <inheritdoc/>
    public override string Name => "exact-index";

    /// <summary>The number of partitions: that of all indexes in use; a test makes it small.</summary>
    internal int Partitions { get; init; } = DefaultPartitions;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("fit", "exact-index/2");
        writer.AddScope(nameof(Key), Key.Describe);
        writer.Add(nameof(Priority), Priority);
        writer.Add(nameof(Partitions), Partitions);
    }

    /// <inheritdoc/>
    protected override async Task<ExactIndex> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles keys = await scope.MapAsync("keys", scope.Corpus, new ExactSink(Key, Priority, Partitions), cancellationToken).ConfigureAwait(false);
        SortedIndex<ExactEntry> index = await SortedIndex<ExactEntry>.MakeAsync(scope, ExactIndex.Kind, RecipeOf(Key, Partitions), keys, ExactSink.RecordName,
            Partitions, RecordOrder.UInt64(count: 4), MemoryBytes, hasShingles: false, cancellationToken).ConfigureAwait(false);
        return new(index, keys);
    }

    internal static FingerprintWriter RecipeOf(ExactKey key, int partitions)
    {
        var writer = new FingerprintWriter();
        key.Describe(writer);
        writer.Add(nameof(partitions), partitions);
        return writer;
    }
}
