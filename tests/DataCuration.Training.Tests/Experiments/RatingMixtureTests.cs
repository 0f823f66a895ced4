using DataCuration.Mixing;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests.Experiments;

/// <summary>Weights of ratings with the backend that trains in earnest. DataCuration.Mixing.Tests has the search, with a backend that counts.</summary>
public sealed class RatingMixtureTests : IDisposable
{
    private static readonly string[] Names = ["useful", "noise"];
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Evaluate_TorchSharp_PrefersTheUsefulRatingAndKeepsTheScore()
    {
        Corpus pool = Corpus.FromDocuments(Enumerable.Range(0, 40).Select(i => new Document($"d{i}", i % 2 == 0 ? "aeiou aeiou aeiou" : "0123456789 012345")
            .With(new AnnotationKey<double>("useful"), i % 2 == 0 ? 1.0 : 0.9).With(new AnnotationKey<double>("noise"), i % 2 * 100.0)));
        CurationRun run = folder.Run();
        RatingScales scales = await pool.FitAsync(new RatingScaleFit(Names), run);
        var evaluation = EvaluationSet.FromDocuments([new Document("held-out", "aeiou aeiou aeiou aeiou")], ByteTokenEncoder.Instance);
        var evaluator = new RatingMixtureEvaluator(new TorchSharpBackend(), pool, scales, evaluation, run)
        {
            Selection = score => new QuantileSelection(score) { Share = 0.5, Measure = DocumentMeasure.Tokens(ByteTokenEncoder.Instance), IsExact = true },
            Encoder = ByteTokenEncoder.Instance,
            Model = DecoderOptions.Tiny with { ContextLength = 32 },
            Training = new() { Steps = 12, BatchRows = 4, Threads = 1 },
        };
        double useful = await evaluator.EvaluateAsync(new(Names, [1, 0]), default), noise = await evaluator.EvaluateAsync(new(Names, [0, 1]), default);
        Assert.True(useful > noise + 0.1, FormattableString.Invariant($"{useful} is not above {noise}."));
        // The score is in the candidate's folder: the checkpoints are not read again.
        foreach (string checkpoints in Directory.GetDirectories(Path.Combine(folder.Work, "rating-proxies"), "seed-*", SearchOption.AllDirectories))
            Directory.Delete(checkpoints, recursive: true);
        Assert.Equal(useful, await evaluator.EvaluateAsync(new(Names, [1, 0]), default));
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder.Work, "rating-proxies"), "seed-*", SearchOption.AllDirectories));
    }
}
