using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class ExpanderTests : StageConformance
{
    protected override Stage Create() => new WordsExpander();

    protected override Stage? CreateOther() => new WordsExpander { Words = 2 };
}
