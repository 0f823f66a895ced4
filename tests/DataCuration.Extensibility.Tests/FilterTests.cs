using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class FilterTests : StageConformance
{
    protected override Stage Create() => new WordsFilter();

    protected override Stage? CreateOther() => new WordsFilter { Minimum = 6 };
}
