namespace DataCuration.Selection;

/// <summary>
/// The log importance weights of a corpus: a file for each shard with an entry for each document. Any number of selections can be drawn from them.
/// </summary>
public sealed class DsirWeights
{
    internal DsirWeights(PhaseFiles files, DsirModel model)
    {
        Model = model;
        Report = files.Report;
        Table = new WeightTable(files, model.TargetCount);
    }

    /// <summary>The model that the weights were computed with.</summary>
    public DsirModel Model { get; }

    /// <summary>The report of the pass that computed the weights.</summary>
    public RunReport Report { get; }

    internal WeightTable Table { get; }

    /// <summary>Reads the weights, in the corpus's order.</summary>
    /// <returns>The weights of each document that reached the end of the corpus's stages.</returns>
    public IEnumerable<DocumentWeight> Read()
    {
        for (int shard = 0; shard < Table.ShardCount; shard++)
            foreach ((WeightRecord record, ReadOnlyMemory<double> weights) in Table.Read(shard))
                yield return new() { Shard = shard, Record = record.Record, Tokens = record.Tokens, Weights = weights.ToArray() };
    }
}
