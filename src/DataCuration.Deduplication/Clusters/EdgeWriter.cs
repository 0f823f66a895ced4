namespace DataCuration.Deduplication;

/// <summary>Writes the edges of one task: once for the clusters, and in both directions for the match of each record.</summary>
internal sealed class EdgeWriter
{
    public const string LinksName = "links", NeighboursName = "neighbours";
    private readonly PartitionWriter links;
    private readonly PartitionWriter neighbours;
    private readonly int task;
    private readonly int groups;

    /// <summary>Creates the files of a task.</summary>
    /// <param name="output">The task's output.</param>
    /// <param name="tasks">The number of tasks of the phase.</param>
    /// <param name="groups">The number of groups of shards.</param>
    public EdgeWriter(ShardOutput output, int tasks, int groups)
    {
        this.groups = groups;
        task = output.Index;
        links = new PartitionWriter(output, LinksName, tasks, recordSize: 16) { BufferBytes = 1 << 20 };
        neighbours = new PartitionWriter(output, NeighboursName, groups, Neighbour.Bytes);
    }

    /// <summary>Adds an edge.</summary>
    public void Write(IdPair edge, double similarity)
    {
        links.WriteTo(task, edge);
        WriteNeighbour(edge.First, edge.Second, similarity);
        WriteNeighbour(edge.Second, edge.First, similarity);
    }

    public void Complete()
    {
        links.Complete();
        neighbours.Complete();
    }

    private void WriteNeighbour(long id, long other, double similarity)
    {
        if (id >= 0) neighbours.WriteTo(RecordIds.ShardOf(id) % groups, new Neighbour(id, other, similarity));
    }
}
