using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests.Provenance;

public sealed class SyntheticTextFilterTests : StageConformance
{
    protected override Stage Create() => new SyntheticTextFilter { MinChars = 20 };

    protected override Stage? CreateOther() => new SyntheticTextFilter { MinChars = 21 };

    protected override IEnumerable<Document> Documents() => base.Documents().Select(document => document.With(SyntheticAnnotations.Method, "entigraph"));

    [Theory]
    [InlineData("a text", null, 0.0, null)]
    [InlineData("", null, 0.0, "too_short")]
    [InlineData(" \n", null, 0.0, "too_short")]
    [InlineData("a text", "refusal", 0.0, "refusal")]
    [InlineData("a text", null, 0.6, "copies_source")]
    [InlineData("a text", null, 0.5, null)]
    public async Task Evaluate_GeneratedText_IsDroppedForItsProblem(string text, string? problem, double verbatim, string? reason)
    {
        DocumentEditor made = new Document("d", text).Edit().Set(SyntheticAnnotations.Method, "entigraph").Set(SyntheticAnnotations.Verbatim, verbatim);
        if (problem is not null) made.Set(SyntheticAnnotations.Problem, problem);
        Assert.Equal(reason, await ReasonAsync(made.Build()));
    }

    [Fact]
    public async Task Evaluate_OrdinaryDocument_IsKept() => Assert.Null(await ReasonAsync(new Document("d", "")));

    private static async Task<string?> ReasonAsync(Document document)
    {
        using var folder = new TemporaryFolder();
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        await Corpus.FromDocuments([document]).Pipe(new SyntheticTextFilter { MaxVerbatim = 0.5 })
            .WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        return run.Reports[^1].Stages.SelectMany(stage => stage.DroppedByReason.Keys).SingleOrDefault();
    }
}
