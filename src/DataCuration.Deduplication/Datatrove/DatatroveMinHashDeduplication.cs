using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// Deduplicates as datatrove does, file by file: the phases' folders hold its <c>.minhash.sig</c>, <c>.dups</c>, <c>.remove</c>, <c>.clusters</c>,
/// <c>.sizes</c>
/// and index files, and of each cluster the document stays that datatrove keeps (<see cref="DatatroveClusters"/>). Use it to continue work of datatrove or to
/// compare with it, and <see cref="MinHashDeduplication"/> otherwise, whose survivors are the first documents and whose memory is bounded.
/// </summary>
/// <remarks>
/// The files are in the folders <c>signatures</c>, <c>pairs</c> (with <c>.dups</c> and index files) and <c>clusters</c> of the fit's folder, the parent of the
/// list's. A file's number is that of the shard, and a document's number that of the record in its shard. datatrove counts the documents that its reader
/// returns, so that the numbers agree if neither skips a record.
/// </remarks>
public sealed class DatatroveMinHashDeduplication : CorpusFit<KeepList>
{
    private const string MembersName = "members";

    /// <summary>
    /// The parameters: any bands, rows, seed and hash of <see cref="MinHashArithmetic.MersennePrime"/>. Default: <see cref="MinHashPresets.Datatrove"/>.
    /// </summary>
    public MinHashParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = MinHashPresets.Datatrove;

    /// <summary>
    /// The folder with datatrove's index files, <c>bucket_000/NAME.minhash.index</c> and so on. Their names and contents are part of the fit's fingerprint.
    /// Default: null, for none.
    /// </summary>
    public string? IndexFolder { get; init; }

    /// <summary>The store of <see cref="IndexFolder"/>. Default: <see cref="LocalFileStore.Instance"/>.</summary>
    public IFileStore IndexFiles { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalFileStore.Instance;

    /// <summary>The name of the index to write; null for none. Default: null (datatrove, <c>create_index_name</c>).</summary>
    public string? IndexName { get; init; }

    /// <summary>True to write pairs with an index only, if there is one. Default: true (datatrove, <c>only_dedup_in_index</c>).</summary>
    public bool OnlyDedupInIndex { get; init; } = true;

    /// <summary>True to leave out matches with an index when documents are removed. Default: false (datatrove, <c>ignore_index_matches</c>).</summary>
    public bool IgnoresIndexMatches { get; init; }

    /// <summary>The memory of a sort, for each worker, in bytes; 1 MiB or more. It changes nothing in the result. Default: 128 MiB.</summary>
    public long MemoryBytes { get; init => field = SortMemory.Check(value); } = SortMemory.Default;

    /// <inheritdoc/>
    public override string Name => "datatrove-minhash";

    /// <summary>The number of tasks that bands are divided into; null for one each. Tests make it small.</summary>
    internal int? BandTasks { get; init; }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("fit", "datatrove-minhash/1");
        writer.AddScope(nameof(Parameters), Parameters.Describe);
        if (IndexFolder is null) writer.Add(nameof(IndexFolder), (string?)null);
        else DatatroveFolder.Describe(writer, nameof(IndexFolder), IndexFolder, IndexFiles, DatatroveLayout.IndexSuffix, depth: 2);
        writer.Add(nameof(IndexName), IndexName);
        writer.Add(nameof(OnlyDedupInIndex), OnlyDedupInIndex);
        writer.Add(nameof(IgnoresIndexMatches), IgnoresIndexMatches);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        PhaseFiles mapped = await scope.MapAsync("bands", scope.Corpus, new DatatroveSignatureSink(new MinHashSigner(Parameters)), cancellationToken)
            .ConfigureAwait(false);
        var bands = new DatatroveBands(mapped, Parameters, MemoryBytes);
        int tasks = Math.Min(BandTasks ?? Parameters.Bands, Parameters.Bands);
        await scope.ReduceAsync("signatures", tasks, (output, token) =>
        {
            for (int band = output.Index; band < Parameters.Bands; band += tasks) bands.WriteSignatures(output, band, scope.ShardCount, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles pairs = await scope.ReduceAsync("pairs", tasks, (output, token) =>
        {
            for (int band = output.Index; band < Parameters.Bands; band += tasks)
                bands.WritePairs(output, band, ListIndexes(band), IndexFiles, OnlyDedupInIndex, IndexName, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        int groups = KeepPhase.GroupsOf(scope.ShardCount);
        PhaseFiles clusters = await scope.FinishAsync("clusters", (output, token) =>
        {
            WriteClusters(pairs, output, groups, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await new KeepPhase(scope, mapped).RunAsync((output, _) => Members(clusters, output.Index), cancellationToken).ConfigureAwait(false);
    }

    private string[] ListIndexes(int band)
    {
        if (IndexFolder is null) return [];
        string folder = Path.Combine(IndexFiles.GetFullPath(IndexFolder), DatatroveLayout.BandFolder(band));
        string[] found = [.. IndexFiles.List(folder).Select(entry => entry.Path)
            .Where(path => path.EndsWith(DatatroveLayout.IndexSuffix, StringComparison.Ordinal))
            .Where(path => Path.GetFileName(path) != Path.GetFileName(DatatroveLayout.Index(band, IndexName ?? ""))).Order(StringComparer.Ordinal)];
        return found.Length > 0 || IndexName is not null ? found
            : throw new CurationException($"'{folder}' has no file '*{DatatroveLayout.IndexSuffix}'. datatrove's index has one or more for each bucket.");
    }

    private void WriteClusters(PhaseFiles pairs, ShardOutput output, int groups, CancellationToken cancellationToken)
    {
        var clusters = new DatatroveClusters { IgnoresIndex = IgnoresIndexMatches };
        for (int band = 0; band < Parameters.Bands; band++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using Stream dups = pairs.Files.OpenRead(pairs.FindFile(DatatroveLayout.Pairs(band))!, FileReadPattern.Sequential);
            clusters.Add(dups);
        }
        var members = new PartitionWriter(output, MembersName, groups, ClusterMember.Bytes);
        Stream? remove = null, numbers = null, sizes = null;
        uint? file = null;
        foreach (DatatroveMember member in clusters.List())
        {
            if (member.File != file)
            {
                file = member.File;
                remove?.Dispose();
                numbers?.Dispose();
                sizes?.Dispose();
                remove = null;
                numbers = output.CreateFile(DatatroveLayout.PerFile(member.File, "clusters"));
                sizes = output.CreateFile(DatatroveLayout.PerFile(member.File, "sizes"));
            }
            Write(numbers!, member.Document, member.Cluster);
            Write(sizes!, member.Document, (uint)member.Size);
            if (member.IsRemoved) Write(remove ??= output.CreateFile(DatatroveLayout.PerFile(member.File, "remove")), member.Document);
            if (member.File == DatatroveLayout.Sentinel) continue;
            long id = RecordIds.Create((int)member.File, member.Document), root = member.RootFile == DatatroveLayout.Sentinel
                ? RecordIds.CreateForIndex(0, 0) : RecordIds.Create((int)member.RootFile, member.RootDocument);
            members.WriteTo((int)member.File % groups, new ClusterMember(id, root, member.Size, root, double.NaN));
        }
        remove?.Dispose();
        numbers?.Dispose();
        sizes?.Dispose();
        members.Complete();
    }

    private static void Write(Stream stream, params ReadOnlySpan<uint> values) => stream.Write(MemoryMarshal.AsBytes(values));

    private static IEnumerable<ClusterMember> Members(PhaseFiles clusters, int group)
    {
        using PartitionReader reader = new Partitions(clusters, MembersName).Read(group);
        while (reader.Read()) yield return reader.Get<ClusterMember>();
    }
}
