using DataCuration.PeerVectors;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests;

/// <summary>The judge of cases that users write: a wrong expectation fails, and unknown names are refused.</summary>
public sealed class OwnCaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("profile", 6)]
    [InlineData("filter", 1)]
    [InlineData("personal_data", 4)]
    [InlineData("decontamination", 8)]
    public void Judge_WrongValueOrUnknownName_Fails(string kind, int count)
    {
        int wrong = 0;
        foreach ((string? change, string json) in CaseVariants.Of(Path.Combine(CaseVariants.FindFolder("filters"), kind + ".json"), count))
        {
            folder.Write("cases.json", json);
            CaseOutcome outcome = Assert.Single(CaseFolder.JudgeFilters(folder.Path, TestContext.Current.CancellationToken));
            Assert.Equal("cases.json", outcome.File);
            if (change is null) Assert.Null(outcome.Failure);
            else
            {
                Assert.True(outcome.Failure is not null, $"{kind}, {change}: the case passes.");
                wrong++;
                if (change.StartsWith("unknown field", StringComparison.Ordinal))
                {
                    Assert.Contains("cases.json", outcome.Failure, StringComparison.Ordinal);
                    Assert.Contains("unknown field 'unknown_field'", outcome.Failure, StringComparison.Ordinal);
                }
            }
        }
        Assert.True(wrong > count, $"Only {wrong} variants were tried.");
    }

    [Theory]
    [InlineData("{", "cases.json")]
    [InlineData("""{"kind":"profile"}""", "'cases' is missing")]
    [InlineData("""{"kind":"profile","cases":[{"id":"a","parameters":{"profile":"other"}}]}""", "unknown profile 'other'; known are datatrove")]
    [InlineData("""{"kind":"filter","cases":[{"id":"a","parameters":{"filter":"GopherQualityFilter","options":{"min_word":1}}}]}""", "unknown option 'min_word'")]
    [InlineData("""{"kind":"filter","cases":[{"id":"a","parameters":{"filter":"GopherQualityFilter","options":{"min_words":-1}}}]}""", "'min_words'")]
    [InlineData("""{"kind":"personal_data","cases":[{"id":"a","parameters":{"kinds":["mail"]}}]}""", "unknown kinds 'mail'; known are none, email")]
    [InlineData("""{"kind":"personal_data","cases":[{"id":"a","documents":[{"id":"d","text":"t"}],"expected":[]}]}""", "nothing about document 'd'")]
    public void Judge_BadFile_NamesWhatIsWrong(string json, string message)
    {
        folder.Write("cases.json", json);
        CaseOutcome outcome = Assert.Single(CaseFolder.JudgeFilters(folder.Path, TestContext.Current.CancellationToken));
        Assert.Contains(message, outcome.Failure, StringComparison.Ordinal);
    }
}
