using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests;

public sealed class GraphProblemConformance : ShardedSourceConformance
{
    protected override IShardedSource Create() => new GraphProblemSource(40) { DocumentsPerShard = 15 };

    protected override IShardedSource CreateOther() => new GraphProblemSource(40) { DocumentsPerShard = 15, Seed = 1 };
}
