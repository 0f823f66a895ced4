namespace DataCuration.Selection;

/// <summary>The log importance weights of a corpus: a file per shard with an entry per document, from which any number of selections can be drawn.</summary>
public sealed class DsirWeights
{
    internal DsirWeights(PhaseFiles files, DsirModel model)
    {
        Model = model;
        Report = files.Report;
        Table = new WeightTable(files, model.TargetCount);
    }

    /// <summary>The model that they were computed with.</summary>
    public DsirModel Model { get; }

    /// <summary>What the pass counted.</summary>
    public RunReport Report { get; }

    internal WeightTable Table { get; }

    /// <summary>Reads the weights, in the corpus's order.</summary>
    /// <returns>For each document that reached the end of the pipeline: its shard, its record's number there, its length in tokens, and its weight for each target.</returns>
    public IEnumerable<DocumentWeight> Read()
    {
        for (int shard = 0; shard < Table.ShardCount; shard++)
            foreach ((WeightRecord record, ReadOnlyMemory<double> weights) in Table.Read(shard)) yield return new(shard, record.Record, record.Tokens, weights.ToArray());
    }
}
