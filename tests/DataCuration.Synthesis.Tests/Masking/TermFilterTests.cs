using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests.Masking;

public sealed class TermFilterTests : StageConformance
{
    private static readonly TermMatcher Drugs = new(["aspirin", "salicylic acid", "ibuprofen"], ignoresCase: true, wholeWords: true);

    [Theory]
    [InlineData("Aspirin and aspirin and ASPIRIN", 2, 0, "too_few_terms")]
    [InlineData("Aspirin and Ibuprofen", 2, 0, null)]
    [InlineData("Aspirin in a text of ten words in all here", 1, 100, null)]
    [InlineData("Aspirin in a text of eleven words in all here too", 1, 100, "too_sparse_terms")]
    [InlineData("nothing", 0, 0, null)]
    [InlineData("", 1, 0, "too_few_terms")]
    [InlineData("", 0, 5, null)]
    public async Task Evaluate_Texts_AsExpected(string text, int terms, double density, string? reason)
    {
        using var folder = new RunFolder();
        CurationRun run = folder.Run();
        await Corpus.FromDocuments([new Document("d", text)]).Pipe(new TermFilter(Drugs) { MinTerms = terms, MinPerThousandWords = density })
            .WriteJsonlAsync("out", run);
        Assert.Equal(reason is null ? [] : [reason], run.Reports[^1].Stages.SelectMany(stage => stage.DroppedByReason.Keys));
    }

    [Fact]
    public async Task Evaluate_FinalSigma_IsTheSameTerm()
    {
        using var folder = new RunFolder();
        var filter = new TermFilter(new TermMatcher(["λογος"], ignoresCase: true, wholeWords: true)) { MinTerms = 2 };
        CurationRun run = folder.Run();
        await Corpus.FromDocuments([new Document("d", "ΛΟΓΟΣ λογος")]).Pipe(filter).WriteJsonlAsync("out", run);
        Assert.Equal(["too_few_terms"], run.Reports[^1].Stages.SelectMany(stage => stage.DroppedByReason.Keys));
    }

    [Fact]
    public void Options_BadValues_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TermFilter(Drugs) { MinTerms = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TermFilter(Drugs) { MinPerThousandWords = double.NaN });
        Assert.Throws<ArgumentNullException>(() => new TermFilter(null!));
    }

    protected override Stage Create() => new TermFilter(Drugs);

    protected override Stage CreateOther() => new TermFilter(Drugs) { MinTerms = 2 };

    protected override IEnumerable<Document> Documents() => Enumerable.Range(0, 30).Select(i => new Document($"d{i}",
        i % 2 == 0 ? "no term" : "aspirin helps"));
}
