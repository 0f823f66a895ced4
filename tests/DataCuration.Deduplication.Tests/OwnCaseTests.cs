using DataCuration.PeerVectors;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests;

/// <summary>The judge of cases that users write: a wrong expectation fails, and unknown names are refused.</summary>
public sealed class OwnCaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("exact", 4)]
    [InlineData("minhash", 1)]
    [InlineData("simhash", 1)]
    [InlineData("substring", 4)]
    [InlineData("sentence", 2)]
    [InlineData("line", 2)]
    [InlineData("bloom", 2)]
    [InlineData("semantic", 3)]
    public void Judge_WrongValueOrUnknownName_Fails(string kind, int count)
    {
        int wrong = 0;
        foreach ((string? change, string json) in CaseVariants.Of(Path.Combine(CaseVariants.FindFolder("dedup"), kind + ".json"), count))
        {
            folder.Write("cases.json", json);
            CaseOutcome outcome = Assert.Single(CaseFolder.JudgeDeduplication(folder.Path, TestContext.Current.CancellationToken));
            if (change is null) Assert.Null(outcome.Failure);
            else
            {
                Assert.True(outcome.Failure is not null, $"{kind}, {change}: the case passes.");
                wrong++;
            }
        }
        Assert.True(wrong > count, $"Only {wrong} variants were tried.");
    }
}
