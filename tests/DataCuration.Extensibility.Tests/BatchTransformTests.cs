using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class BatchTransformTests : StageConformance
{
    protected override Stage Create() => new EndMarkBatch();

    protected override Stage? CreateOther() => new EndMarkBatch { Mark = '!' };
}
