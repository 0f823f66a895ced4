namespace DataCuration.Selection;

/// <summary>The trajectories of a source's documents as vectors, in the order of the corpus. They stay in memory-mapped files.</summary>
internal sealed class TrajectoryVectors : VectorSet
{
    private readonly RecordTablePart<float>?[] parts;
    private readonly List<(int Shard, long Row)> rows = [];

    /// <param name="parts">The table of each shard.</param>
    /// <param name="dimension">The length of a trajectory.</param>
    public TrajectoryVectors(RecordTablePart<float>?[] parts, int dimension)
    {
        this.parts = parts;
        Dimension = dimension;
    }

    public override long Count => rows.Count;

    public override int Dimension { get; }

    /// <summary>Adds a document's row.</summary>
    public void Add(int shard, long row) => rows.Add((shard, row));

    public override void Read(long first, Span<float> vectors)
    {
        for (int at = 0; at < vectors.Length; at += Dimension, first++)
        {
            (int shard, long row) = rows[(int)first];
            parts[shard]!.GetRow(row).CopyTo(vectors.Slice(at, Dimension));
        }
    }
}
