using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

/// <summary>The library's own source passes the tests for sources.</summary>
public sealed class JsonlSourceConformanceTests : ShardedSourceConformance
{
    private readonly TemporaryFolder inputs = new();

    protected override IShardedSource Create() => Source(40);

    protected override IShardedSource CreateOther() => Source(41);

    private JsonlSource Source(int count) => new(
        inputs.Write($"{count}/in.jsonl", string.Concat(Enumerable.Range(0, count).Select(i => i == 7 ? "broken\n" : $"{{\"text\":\"number {i}\"}}\n"))),
        new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 200 } });
}
