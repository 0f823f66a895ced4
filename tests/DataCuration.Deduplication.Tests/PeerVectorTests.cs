using DataCuration.PeerVectors;

namespace DataCuration.Deduplication.Tests;

/// <summary>The golden values beside the repository, one test for each kind of file.</summary>
public sealed class PeerVectorTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Files =>
        [.. DedupJudges.Peers.Select(judge => ("peers", judge.Kind)), .. DedupJudges.Curation.Select(judge => ("curation", judge.Kind))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Judge_GoldenValues_AllEqual(string set, string kind)
    {
        if (VectorFolder.Find(set) is not { } path) { Assert.Skip($"There is no folder 'shared/vectors/{set}' beside the repository."); return; }
        using var folder = new VectorFolder(path);
        VectorJudge judge = (set == "peers" ? DedupJudges.Peers : DedupJudges.Curation).Single(one => one.Kind == kind);
        var tally = new VectorTally();
        judge.Judge(folder.Open(kind), folder, tally, TestContext.Current.CancellationToken);
        output.WriteLine($"{tally.Passed} passed, {tally.Failed} failed; deviations: {string.Join(", ", tally.Deviations.Select(one => $"{one.Value} x {one.Key}"))}");
        Assert.True(tally.Failed == 0, string.Join('\n', tally.Failures));
        Assert.True(tally.Passed > 0, "No value was compared.");
    }
}
