using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class TransformTests : StageConformance
{
    protected override Stage Create() => new PrefixTransform();

    protected override Stage? CreateOther() => new PrefixTransform { Prefix = "# " };
}
