namespace DataCuration.Deduplication;

/// <summary>
/// Removes exact duplicates: documents with the same text, normalized text, address or annotation. Of each cluster the record with the highest priority stays,
/// and among equal ones that with the lowest (file, position). Keys are compared by 128-bit hashes.
/// </summary>
/// <remarks>
/// Memory: for each worker 16 MiB and <see cref="MemoryBytes"/>. Disk: 64 bytes for each document. The time is linear in the size of the corpus.
/// <see cref="DuplicateTable"/> reads which record is a copy of which.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// var fit = new ExactDeduplication { Key = ExactKey.Normalized(TextForm.CaseAndWhiteSpace), Priority = "score" };
/// KeepList unique = await pool.FitAsync(fit, run);
/// await pool.Keep(unique, "duplicate").WriteJsonlAsync("unique", run);
/// </code>
/// </example>
public sealed class ExactDeduplication : CorpusFit<KeepList>
{
    private const string MembersName = "members";
    private const long None = long.MaxValue; // no id

    /// <summary>The key that duplicates share. Default: <see cref="ExactKey.Text"/>.</summary>
    public ExactKey Key { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ExactKey.Text;

    /// <summary>
    /// The numeric annotation or field with the priority: of duplicates, the one with the highest stays. A document without it comes last. Default: null, for
    /// no priorities.
    /// </summary>
    public string? Priority { get; init; }

    /// <summary>The indexes of earlier corpora, made with the same key; at most 128. Their records stay, whatever the priorities. Default: empty.</summary>
    public IReadOnlyList<ExactIndex> Indexes { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>The records to remove if there are indexes. Default: <see cref="IndexMode.CorpusAndIndexes"/>.</summary>
    public IndexMode IndexMode { get; init => field = IndexLists.Check(value); } = IndexMode.CorpusAndIndexes;

    /// <summary>The memory of a sort, for each worker, in bytes; 1 MiB or more. It changes nothing in the result. Default: 128 MiB.</summary>
    public long MemoryBytes { get; init => field = SortMemory.Check(value); } = SortMemory.Default;

    /// <inheritdoc/>
    public override string Name => "exact-deduplication";

    /// <summary>The number of partitions: that of all indexes in use; a test makes it small.</summary>
    internal int Partitions { get; init; } = ExactIndexFit.DefaultPartitions;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("fit", "exact-deduplication/1");
        writer.AddScope(nameof(Key), Key.Describe);
        writer.Add(nameof(Priority), Priority);
        for (int i = 0; i < Indexes.Count; i++) writer.Add($"{nameof(Indexes)}.{i}", Indexes[i]);
        writer.Add(nameof(IndexMode), IndexMode.ToString());
        writer.Add(nameof(Partitions), Partitions);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        CheckIndexes();
        ExactIndex own = await scope.FitAsync(scope.Corpus,
            new ExactIndexFit { Key = Key, Priority = Priority, MemoryBytes = MemoryBytes, Partitions = Partitions },
                cancellationToken).ConfigureAwait(false);
        int groups = KeepPhase.GroupsOf(scope.ShardCount);
        PhaseFiles clusters = await scope.ReduceAsync("clusters", own.PartitionCount, (output, token) =>
        {
            WriteMembers(own, output, groups, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await new KeepPhase(scope, own.Documents!).RunAsync((output, token) => Members(clusters, output, token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the members of the clusters of one partition, whose equal keys are next to each other.</summary>
    private void WriteMembers(ExactIndex own, ShardOutput output, int groups, CancellationToken cancellationToken)
    {
        var writer = new PartitionWriter(output, MembersName, groups, ClusterMember.Bytes);
        using RecordTablePart<ExactEntry> entries = own.Open(output.Index);
        RecordTablePart<ExactEntry>[] others = [.. Indexes.Select(index => index.Open(output.Index))];
        try
        {
            var rows = new long[others.Length];
            for (long start = 0, end; start < entries.RowCount; start = end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ExactEntry first = entries.GetRow(start)[0];
                for (end = start + 1; end < entries.RowCount && entries.GetRow(end)[0].HasKeyOf(first);) end++;
                long survivor = FindInIndexes(others, rows, first) is { } known ? known
                    : Indexes.Count == 0 || IndexMode == IndexMode.CorpusAndIndexes ? first.Id : None;
                if (survivor == None || (survivor >= 0 && end == start + 1)) continue;
                for (long row = start; row < end; row++)
                {
                    if ((row & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
                    long id = entries.GetRow(row)[0].Id;
                    writer.WriteTo(RecordIds.ShardOf(id) % groups, new ClusterMember(id, survivor, end - start, survivor, 1));
                }
            }
        }
        finally
        {
            foreach (RecordTablePart<ExactEntry> other in others) other.Dispose();
        }
        writer.Complete();
    }

    private static long? FindInIndexes(RecordTablePart<ExactEntry>[] others, long[] rows, ExactEntry key)
    {
        for (int i = 0; i < others.Length; i++)
        {
            while (rows[i] < others[i].RowCount)
            {
                ExactEntry entry = others[i].GetRow(rows[i])[0];
                if (entry.HasKeyOf(key)) return RecordIds.CreateForIndex(i, entry.Id);
                if (entry.High > key.High || (entry.High == key.High && entry.Low > key.Low)) break;
                rows[i]++;
            }
        }
        return null;
    }

    private IEnumerable<ClusterMember> Members(PhaseFiles clusters, ShardOutput output, CancellationToken cancellationToken)
    {
        var input = new Partitions(clusters, MembersName);
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.Int64())
        {
            RecordSize = ClusterMember.Bytes,
            MemoryBytes = MemoryBytes,
            Warn = message => output.Warn(message),
        };
        using RecordReader sorted = sort.Sort(() => input.Read(output.Index), cancellationToken);
        while (sorted.Read()) yield return sorted.Get<ClusterMember>();
    }

    private void CheckIndexes()
    {
        IndexLists.Check(Indexes, ExactIndexFit.RecipeOf(Key, Partitions));
    }
}
