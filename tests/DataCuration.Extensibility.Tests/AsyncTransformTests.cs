using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class AsyncTransformTests : StageConformance
{
    protected override Stage Create() => new WaitingTransform();

    protected override Stage? CreateOther() => new WaitingTransform { Repeat = 3 };
}
