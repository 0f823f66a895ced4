using System.Globalization;
using System.Text;
using DataCuration.TestKit;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Experiments.Clean;

/// <summary>
/// Trains a model on the raw lines of pages, and one on the refined lines, for the same number of tokens. Both predict held-out known-good text.
/// </summary>
internal sealed class CleanExperiment(IReadOnlyList<LabelledPage> pages, int steps) : IDisposable
{
    /// <summary>The bytes of each held-out page that are predicted: enough for a page, and long pages do not dominate.</summary>
    private const int EvaluatedBytes = 3_000;

    private readonly TemporaryFolder folder = new();

    /// <summary>The tokens of the training pages' raw text.</summary>
    public long RawTokens { get; private set; }

    /// <summary>The tokens of their refined text.</summary>
    public long RefinedTokens { get; private set; }

    /// <summary>Trains both models with one seed: the same initial parameters and the same schedule.</summary>
    public async Task<(EvaluationResult Raw, EvaluationResult Refined)> RunAsync(ulong seed, CancellationToken cancellationToken)
    {
        var evaluation = EvaluationSet.FromDocuments(
            pages.Where(page => page.IsHeldOut).Select(page => new Document(page.Id, Shorten(page.Gold))), ByteTokenEncoder.Instance);
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder[FormattableString.Invariant($"work-{seed}")] });
        // Pages without a good line are left out of both texts, so that both come from the same pages.
        LabelledPage[] trained = [.. pages.Where(page => !page.IsHeldOut && page.Refined.Length > 0)];
        (EvaluationResult raw, RawTokens) = await TrainAsync("raw", page => page.Raw).ConfigureAwait(false);
        (EvaluationResult refined, RefinedTokens) = await TrainAsync("refined", page => page.Refined).ConfigureAwait(false);
        return (raw, refined);

        async Task<(EvaluationResult, long)> TrainAsync(string name, Func<LabelledPage, string> textOf)
        {
            using TokenShards shards = await Corpus.FromDocuments(trained.Select(page => new Document(page.Id, textOf(page))))
                .WriteTokenShardsAsync($"tokens/{name}", ByteTokenEncoder.Instance, run, cancellationToken).ConfigureAwait(false);
            var options = new TrainingOptions { Steps = steps, BatchRows = 4, Seed = seed, Threads = 1 };
            TrainingReport report = await new TorchSharpBackend().PretrainAsync(shards, DecoderOptions.Tiny, options, evaluation,
                cancellationToken: cancellationToken).ConfigureAwait(false);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"seed {seed}, {name}: {report.TokensSeen:N0} of {shards.TokenCount:N0} tokens in "
                + $"{report.Seconds:F0} s, {report.FinalEvaluation!.BitsPerByte:F4} bits per byte"));
            return (report.FinalEvaluation!, shards.TokenCount);
        }
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Returns the start of a text, up to a whole character.</summary>
    private static string Shorten(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int length = Math.Min(utf8.Length, EvaluatedBytes);
        while (length < utf8.Length && (utf8[length] & 0xC0) == 0x80) length--;
        return Encoding.UTF8.GetString(utf8, 0, length);
    }
}
