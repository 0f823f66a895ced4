namespace DataCuration.Deduplication;

/// <summary>Writes each shard's bits and tables, made of the decisions about its documents.</summary>
/// <param name="documents">The map phase with the <see cref="DocumentTable"/>.</param>
/// <param name="decisions">The decisions, by group of shards.</param>
/// <param name="groups">The groups of shards.</param>
/// <param name="memoryBytes">The memory of a sort.</param>
internal sealed class SemanticParts(PhaseFiles documents, Partitions decisions, ShardGroups groups, long memoryBytes)
{
    public const string CentroidName = "centroid", DistanceName = "distance", NearestName = "nearest", NearestSimilarityName = "nearest_similarity";

    public void Write(ShardOutput output, CancellationToken cancellationToken)
    {
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.Int64())
        {
            RecordSize = SemanticDecision.Bytes,
            MemoryBytes = memoryBytes,
            Warn = message => output.Warn(message),
        };
        using RecordReader sorted = sort.Sort(() => decisions.Read(output.Index), cancellationToken);
        bool more = sorted.Read();
        using var table = new RecordTable<byte>(documents, DocumentTable.Name);
        foreach (int shard in groups.ShardsOf(output.Index))
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteShard(output, table, shard, sorted, ref more);
        }
        if (more) throw new InvalidDataException($"Record {RecordIds.Parse(sorted.Get<SemanticDecision>().Id)} was decided about and is not in the corpus.");
    }

    private void WriteShard(ShardOutput output, RecordTable<byte> table, int shard, RecordReader sorted, ref bool more)
    {
        var part = new KeepListPart(output, documents.GetRecordCount(shard), shard);
        RecordTableWriter<long> clusters = part.AddProvenance<long>(DuplicateTable.ClusterName), sizes = part.AddProvenance<long>(DuplicateTable.SizeName),
            matches = part.AddProvenance<long>(DuplicateTable.MatchName), nearest = part.AddProvenance<long>(NearestName);
        RecordTableWriter<float> similarities = part.AddProvenance<float>(DuplicateTable.SimilarityName), distances = part.AddProvenance<float>(DistanceName),
            cosines = part.AddProvenance<float>(NearestSimilarityName);
        RecordTableWriter<int> centroids = part.AddProvenance<int>(CentroidName);
        using RecordTablePart<byte>? rows = table.OpenShard(shard);
        if (rows is not null)
        {
            for (RecordCursor<byte> cursor = rows.Read(); cursor.Read();)
            {
                long record = cursor.Record;
                SemanticDecision decision = more ? sorted.Get<SemanticDecision>() : default;
                if (!more || decision.Id != RecordIds.Create(shard, record))
                {
                    part.Keep(record); // it has no vector
                    continue;
                }
                centroids.Append(record, decision.Centroid);
                distances.Append(record, decision.Distance);
                nearest.Append(record, decision.Nearest);
                cosines.Append(record, decision.NearestSimilarity);
                if (decision.Size > 1 || decision.Cluster < 0)
                {
                    clusters.Append(record, decision.Cluster);
                    sizes.Append(record, decision.Size);
                    matches.Append(record, decision.Match);
                    similarities.Append(record, decision.Similarity);
                }
                if (decision.Cluster == decision.Id) part.Keep(record);
                more = sorted.Read();
            }
        }
        part.Complete();
    }
}
