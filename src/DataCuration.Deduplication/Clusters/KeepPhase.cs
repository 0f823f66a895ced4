namespace DataCuration.Deduplication;

/// <summary>The last phases of a deduplication: each shard's bits and tables, made of the members of its clusters, and the list.</summary>
/// <param name="scope">The fit.</param>
/// <param name="documents">The map phase with the <see cref="DocumentTable"/>.</param>
internal sealed class KeepPhase(FitScope scope, PhaseFiles documents)
{
    private const int MaxGroups = 1_024;

    /// <summary>The number of groups of shards. Shard s is in group s mod <see cref="Groups"/>.</summary>
    public int Groups { get; } = GroupsOf(scope.ShardCount);

    public static int GroupsOf(int shards) => Math.Clamp(shards, 1, MaxGroups);

    /// <summary>Writes the list.</summary>
    /// <param name="open">Opens the members of a group of shards, in the order of their ids.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<KeepList> RunAsync(Func<ShardOutput, CancellationToken, IEnumerable<ClusterMember>> open, CancellationToken cancellationToken)
    {
        PhaseFiles parts = await scope.ReduceAsync("parts", Groups, (output, token) =>
        {
            using IEnumerator<ClusterMember> members = open(output, token).GetEnumerator();
            bool more = members.MoveNext();
            using var table = new RecordTable<byte>(documents, DocumentTable.Name);
            for (int shard = output.Index; shard < scope.ShardCount; shard += Groups)
            {
                token.ThrowIfCancellationRequested();
                WriteShard(output, table, shard, members, ref more);
            }
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await scope.JoinKeepListAsync("list", parts, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private void WriteShard(ShardOutput output, RecordTable<byte> table, int shard, IEnumerator<ClusterMember> members, ref bool more)
    {
        var part = new KeepListPart(output, documents.GetRecordCount(shard), shard);
        RecordTableWriter<long> clusters = part.AddProvenance<long>(DuplicateTable.ClusterName), sizes = part.AddProvenance<long>(DuplicateTable.SizeName),
            matches = part.AddProvenance<long>(DuplicateTable.MatchName);
        RecordTableWriter<float> similarities = part.AddProvenance<float>(DuplicateTable.SimilarityName);
        using RecordTablePart<byte>? rows = table.OpenShard(shard);
        if (rows is not null)
        {
            RecordCursor<byte> cursor = rows.Read();
            while (cursor.Read())
            {
                ClusterMember member = members.Current;
                if (!more || member.Id != RecordIds.Create(shard, cursor.Record))
                {
                    part.Keep(cursor.Record);
                    continue;
                }
                clusters.Append(cursor.Record, member.Cluster);
                sizes.Append(cursor.Record, member.Size);
                matches.Append(cursor.Record, member.Match);
                similarities.Append(cursor.Record, (float)member.Similarity);
                if (member.Cluster == member.Id) part.Keep(cursor.Record);
                more = members.MoveNext();
            }
        }
        if (more && RecordIds.ShardOf(members.Current.Id) <= shard)
            throw new InvalidDataException($"Record {RecordIds.Parse(members.Current.Id)} is in a cluster and not among the documents of the corpus.");
        part.Complete();
    }
}
