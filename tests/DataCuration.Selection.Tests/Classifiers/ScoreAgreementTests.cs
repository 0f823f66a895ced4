using DataCuration.FastText;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class ScoreAgreementTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Compute_KnownPairs_GivesKnownNumbers()
    {
        // Computed in Python from the definitions, for [0, 1, 2, 3, 5, 5] and [0.5, 0.5, 2.5, 2, 4, 5]. The pair without a prediction does not count.
        ScoreAgreement agreement = ScoreAgreement.Compute([(0, 0.5), (1, 0.5), (2, 2.5), (3, 2), (5, 4), (5, 5), (4, double.NaN)]);
        Assert.Equal((6L, 1L), (agreement.Documents, agreement.Unrated));
        Assert.Equal(0.944575337693375, agreement.Pearson, 12);
        Assert.Equal(0.9117647058823529, agreement.Spearman, 12);
        Assert.Equal(3.5 / 6, agreement.MeanAbsoluteError, 12);
        Assert.Equal(Math.Sqrt(2.75 / 6), agreement.RootMeanSquaredError, 12);
        Assert.True(double.IsNaN(ScoreAgreement.Compute([]).Pearson));
    }

    [Fact]
    public async Task Train_NumericLabels_ReportsTheAgreementOfTheExpectedValue()
    {
        // A document with score s has s of 5 good words, so the expected value rises with s.
        var random = new SeededRandom(8);
        Document[] documents = [.. Enumerable.Range(0, 300).Select(i =>
        {
            int score = i % 6;
            IEnumerable<string> words =
                Enumerable.Range(0, 10).Select(_ => random.NextInt64(5) < score ? $"good{random.NextInt64(3)}" : $"bad{random.NextInt64(3)}");
            return new Document($"d{i}", string.Join(' ', words)).With(new AnnotationKey<int>("score"), score);
        })];
        var fit = new ClassifierTraining("score")
        {
            Training = ClassifierTraining.Distillation with { Dimension = 8 },
            Balance = ClassifierBalance.None,
        };
        TrainedClassifier trained = await Corpus.FromDocuments(documents).FitAsync(fit, folder.Run());
        ScoreAgreement scores = Assert.IsType<ScoreAgreement>(trained.Scores);
        Assert.Equal(trained.Evaluation.Examples, scores.Documents + scores.Unrated);
        Assert.True(scores.Pearson > 0.8 && scores.Spearman > 0.8, scores.ToString());
        Assert.Equal(scores, TrainedClassifier.Load(trained.Folder, trained.Files).Scores);
    }
}
