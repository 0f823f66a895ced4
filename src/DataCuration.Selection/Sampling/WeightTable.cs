namespace DataCuration.Selection;

/// <summary>
/// The record tables of a map phase that wrote the sizes of every document and, for DSIR, K weights: read as streams, never held. A table without weights
/// stands for weights of 0.
/// </summary>
internal sealed class WeightTable(PhaseFiles files, int targets)
{
    public const string SizesName = "sizes";
    public const string WeightsName = "weights";

    public int Targets => targets;

    public int ShardCount => files.TaskCount;

    /// <summary>The number of records in a shard, faulty and dropped ones included.</summary>
    public long RecordsOf(int shard) => files.GetRecordCount(shard);

    /// <summary>Reads a shard's entries, in order. The weights' memory is used again for the next entry.</summary>
    public IEnumerable<(WeightRecord Record, ReadOnlyMemory<double> Weights)> Read(int shard)
    {
        using var sizeTable = new RecordTable<WeightSizes>(files, SizesName);
        using var weightTable = new RecordTable<double>(files, WeightsName);
        using RecordTablePart<WeightSizes>? sizes = sizeTable.OpenShard(shard);
        if (sizes is null) yield break;
        using RecordTablePart<double>? weights = weightTable.OpenShard(shard);
        if (weights is not null && (weights.RowCount != sizes.RowCount || weights.Width != targets))
            throw new InvalidDataException($"'{weights.Path}' has {weights.RowCount} rows of {weights.Width} weights; {sizes.RowCount} rows of {targets} are expected.");
        var row = new double[targets];
        for (RecordCursor<WeightSizes> cursor = sizes.Read(); cursor.Read();)
        {
            WeightSizes size = cursor.Value;
            weights?.GetRow(cursor.Row).CopyTo(row);
            yield return (new WeightRecord(size.IdHash, cursor.Record, size.Tokens, size.Bytes), row);
        }
    }
}
