namespace DataCuration.Deduplication;

/// <summary>
/// Clusters of matching records. Each task of a phase writes its edges through an <see cref="EdgeWriter"/>. Every task's edges are first reduced to a forest,
/// in parallel, and the forests are then joined: at most one edge for each record and task is left for the last step.
/// </summary>
/// <param name="scope">The fit.</param>
/// <param name="memoryBytes">The memory of a sort or search.</param>
internal sealed class EdgeClusters(FitScope scope, long memoryBytes)
{
    private const string ForestName = "forest", MembersName = "members", RootsName = "roots", SizesName = "sizes";
    private const int SmallBuffer = 1 << 20;
    private readonly int groups = KeepPhase.GroupsOf(scope.ShardCount);

    /// <summary>Finds the clusters and writes the list.</summary>
    /// <param name="documents">The map phase with the <see cref="DocumentTable"/>.</param>
    /// <param name="edges">The phase whose tasks wrote edges.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<KeepList> RunAsync(PhaseFiles documents, PhaseFiles edges, CancellationToken cancellationToken)
    {
        PhaseFiles forests = await scope.ReduceAsync("forests", edges.TaskCount, (output, token) =>
        {
            var links = new Partitions(edges, EdgeWriter.LinksName);
            var writer = new PartitionWriter(output, ForestName, 1, recordSize: 16) { BufferBytes = SmallBuffer };
            using RecordReader found = Search(output).Find(() => links.Read(output.Index), token);
            while (found.Read())
            {
                IdPair pair = found.Get<IdPair>();
                if (pair.First != pair.Second) writer.WriteTo(0, pair);
            }
            writer.Complete();
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles clusters = await scope.FinishAsync("clusters", (output, token) =>
        {
            var links = new Partitions(forests, ForestName);
            PartitionWriter members = new(output, MembersName, groups, recordSize: 16),
                roots = new(output, RootsName, 1, recordSize: 8) { BufferBytes = SmallBuffer };
            using RecordReader found = Search(output).Find(() => links.Read(0), token);
            while (found.Read())
            {
                IdPair pair = found.Get<IdPair>();
                if (pair.First < 0) continue; // a record of an index
                members.WriteTo(RecordIds.ShardOf(pair.First) % groups, pair);
                roots.WriteTo(0, pair.Second);
            }
            members.Complete();
            roots.Complete();
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles sizes = await scope.FinishAsync("sizes", (output, token) =>
        {
            WriteSizes(clusters, output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await new KeepPhase(scope, documents).RunAsync((output, token) => Members(clusters, sizes, edges, output, token), cancellationToken)
            .ConfigureAwait(false);
    }

    private ConnectedComponents Search(ShardOutput output) =>
        new(output.CreateScratchFolder()) { MemoryBytes = memoryBytes, Warn = message => output.Warn(message) };

    private ExternalSort Sort(ShardOutput output, RecordOrder order, int recordSize) =>
        new(output.CreateScratchFolder(), order) { RecordSize = recordSize, MemoryBytes = memoryBytes, Warn = message => output.Warn(message) };

    /// <summary>Writes a table of clusters in ascending order, with their sizes.</summary>
    private void WriteSizes(PhaseFiles clusters, ShardOutput output, CancellationToken cancellationToken)
    {
        var roots = new Partitions(clusters, RootsName);
        var table = new RecordTableWriter<IdPair>(output, SizesName);
        using RecordReader sorted = Sort(output, RecordOrder.Int64(), sizeof(long)).Sort(() => roots.Read(0), cancellationToken);
        long root = 0, size = 0;
        while (sorted.Read())
        {
            long next = sorted.Get<long>();
            if (size > 0 && next != root)
            {
                table.Append(table.RowCount, new IdPair(root, size));
                size = 0;
            }
            root = next;
            size++;
        }
        if (size > 0) table.Append(table.RowCount, new IdPair(root, size));
        table.Complete();
    }

    /// <summary>Joins the members of a group of shards, the sizes of their clusters and their first neighbours.</summary>
    private IEnumerable<ClusterMember> Members(PhaseFiles clusters, PhaseFiles sizes, PhaseFiles edges, ShardOutput output, CancellationToken cancellationToken)
    {
        var neighbours = new Partitions(edges, EdgeWriter.NeighboursName);
        using var table = new RecordTable<IdPair>(sizes, SizesName);
        using RecordTablePart<IdPair> rows = table.OpenShard(0)!;
        using PartitionReader members = new Partitions(clusters, MembersName).Read(output.Index);
        using RecordReader sorted = Sort(output, RecordOrder.Int64(count: 2), Neighbour.Bytes).Sort(() => neighbours.Read(output.Index), cancellationToken);
        bool more = sorted.Read();
        while (members.Read())
        {
            IdPair member = members.Get<IdPair>();
            Neighbour first = default;
            while (more && (first = sorted.Get<Neighbour>()).Id < member.First) more = sorted.Read();
            if (!more || first.Id != member.First)
                throw new InvalidDataException($"Record {RecordIds.Parse(member.First)} is in a cluster and has no neighbour.");
            yield return new(member.First, member.Second, SizeOf(rows, member.Second), first.Other, first.Similarity);
        }
    }

    private static long SizeOf(RecordTablePart<IdPair> rows, long root)
    {
        long low = 0, high = rows.RowCount - 1;
        while (low < high)
        {
            long middle = (low + high) / 2;
            if (rows.GetRow(middle)[0].First < root) low = middle + 1;
            else high = middle;
        }
        IdPair row = rows.GetRow(low)[0];
        return row.First == root ? row.Second : throw new InvalidDataException($"Cluster {root} has no size in '{rows.Path}'.");
    }
}
