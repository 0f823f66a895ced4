using DataCuration.PeerVectors;

namespace DataCuration.Filters.Tests;

/// <summary>The part of datatrove's formatters about lines of symbols; the file's other part has its own judge.</summary>
public sealed class SymbolLineVectorTests(ITestOutputHelper output)
{
    [Fact]
    public void Transform_SymbolLinesOfDatatrove_EqualsGoldenValues()
    {
        if (VectorFolder.Find("peers") is not { } path) { Assert.Skip("There is no folder 'shared/vectors/peers' beside the repository."); return; }
        using var folder = new VectorFolder(path);
        var tally = new VectorTally();
        SymbolLineCases.Judge(folder.Open("datatrove_formatters"), tally);
        output.WriteLine($"{tally.Passed} passed, {tally.Failed} failed");
        Assert.True(tally.Failed == 0, string.Join('\n', tally.Failures));
        Assert.True(tally.Passed > 500);
    }
}
