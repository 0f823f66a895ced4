using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class SourceTests : ShardedSourceConformance
{
    protected override IShardedSource Create() => new NumbersSource(4, 10);

    protected override IShardedSource CreateOther() => new NumbersSource(4, 11);
}
