using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

/// <summary>The tagger passes the tests for stages, and divides.</summary>
public sealed class ScorePerTermConformance : StageConformance
{
    private static readonly AnnotationKey<double> Score = new("score");

    [Fact]
    public async Task Transform_ScoreAndTerms_Divides()
    {
        using var folder = new RunFolder(inMemory: true);
        Document[] documents =
        [
            new Document("count", "t").Edit().Set(Score, 4).Set("terms", AnnotationValue.FromInteger(3)).Build(),
            new Document("array", "t").Edit().Set(Score, 4).Set("terms", AnnotationValue.FromJson("[[0,1],[2,3]]"u8.ToArray())).Build(),
            new Document("stale", "t").Edit().Set(Score, 4).Set(ScorePerTermTagger.Density, 9).Build(),
        ];
        List<Document> tagged = await RunFolder.Read(Corpus.FromDocuments(documents).Pipe(new ScorePerTermTagger("score", "terms")), folder.Run());
        Assert.Equal(1, tagged[0].Get(ScorePerTermTagger.Density));
        Assert.Equal(4 / 3.0, tagged[1].Get(ScorePerTermTagger.Density), 1e-12);
        Assert.False(tagged[2].TryGet(ScorePerTermTagger.Density, out double _));
    }

    protected override Stage Create() => new ScorePerTermTagger("score", "terms");

    protected override Stage CreateOther() => new ScorePerTermTagger("score", "terms") { Offset = 2 };

    protected override IEnumerable<Document> Documents() => Enumerable.Range(0, 40)
        .Select(i => new Document($"d{i}", $"text {i}").Edit().Set(Score, i).Set("terms", AnnotationValue.FromInteger(i % 4)).Build());
}
