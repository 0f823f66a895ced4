namespace DataCuration.Selection;

/// <summary>
/// The record tables of a map phase that wrote the sizes of every document and, for DSIR, a weight for each target. They are streamed and never held in
/// memory. Without a table of weights, all weights are 0.
/// </summary>
internal sealed class WeightTable(PhaseFiles files, int targets)
{
    public const string SizesName = "sizes";
    public const string WeightsName = "weights";

    public int Targets => targets;

    public int ShardCount => files.TaskCount;

    /// <summary>The number of rows: the documents that reached the end of the corpus's stages.</summary>
    public long RowCount => files.Report.Kept;

    /// <summary>Returns the number of records in a shard, including faulty and dropped ones.</summary>
    public long RecordsOf(int shard) => files.GetRecordCount(shard);

    /// <summary>Reads the entries of a shard, in order. All entries share the memory of the weights.</summary>
    public IEnumerable<(WeightRecord Record, ReadOnlyMemory<double> Weights)> Read(int shard)
    {
        using var sizeTable = new RecordTable<WeightSizes>(files, SizesName);
        using var weightTable = new RecordTable<double>(files, WeightsName);
        using RecordTablePart<WeightSizes>? sizes = sizeTable.OpenShard(shard);
        if (sizes is null) yield break;
        using RecordTablePart<double>? weights = weightTable.OpenShard(shard);
        if (weights is not null && (weights.RowCount != sizes.RowCount || weights.Width != targets))
            throw new InvalidDataException(
                $"'{weights.Path}' has {weights.RowCount} rows of {weights.Width} weights; {sizes.RowCount} rows of {targets} are expected.");
        var row = new double[targets];
        for (RecordCursor<WeightSizes> cursor = sizes.Read(); cursor.Read();)
        {
            WeightSizes size = cursor.Value;
            weights?.GetRow(cursor.Row).CopyTo(row);
            yield return (new WeightRecord(size.IdHash, cursor.Record, size.Tokens, size.Bytes), row);
        }
    }
}
