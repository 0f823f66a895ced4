using System.Diagnostics;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Experiments.Pretrain;

/// <summary>
/// Trains a decoder and a Kneser-Ney model on the same texts with the same tokenizer, and compares their bits per byte on held-out texts by the processor
/// time that the decoder was trained.
/// </summary>
internal sealed class AgainstNGramsExperiment(Corpus texts, ITokenEncoder encoder, string work)
{
    // Two in a hundred documents each: for tuning, and for the result. The part depends on the id only.
    private const double HeldOutShare = 0.02;

    /// <summary>The dimensions: 3.0 million parameters with a vocabulary of 4,096.</summary>
    public static DecoderOptions Dimensions(ITokenEncoder encoder) => new()
    {
        VocabularySize = encoder.VocabularySize,
        Layers = 5,
        Width = 192,
        Heads = 6,
        KeyValueHeads = 6,
        FeedForwardWidth = 512,
        ContextLength = 256,
        TieEmbeddings = true,
    };

    public DecoderOptions Model { get; init; } = Dimensions(encoder);

    public required TrainingOptions Options { get; init; }

    public required int Order { get; init; }

    /// <summary>The processor minutes of the decoder's training.</summary>
    public required double Minutes { get; init; }

    /// <summary>True to evaluate on the documents of the result, false on those for tuning.</summary>
    public required bool IsTest { get; init; }

    /// <summary>The maximum number of held-out documents.</summary>
    public required int MaxHeldOut { get; init; }

    public async Task RunAsync(Action<object> print, CancellationToken cancellationToken)
    {
        using var run = new CurationRun(new RunOptions { WorkDirectory = work, WhenChanged = WhenChanged.Remake });
        Corpus training = await texts.Where(document => PartOf(document) >= 2 * HeldOutShare, version: "training/1")
            .WriteJsonlAsync("training", run, cancellationToken: cancellationToken).ConfigureAwait(false);
        List<Document> heldOut = await texts.Where(document => PartOf(document) is var part && part < 2 * HeldOutShare && part < HeldOutShare == IsTest,
            version: $"held out/{IsTest}").AsAsyncEnumerable(run, cancellationToken).Take(MaxHeldOut).ToListAsync(cancellationToken).ConfigureAwait(false);
        long bytes = heldOut.Sum(document => (long)document.Utf8Text.Length);
        using TokenShards tokens = await training.WriteTokenShardsAsync("tokens", encoder, run, cancellationToken).ConfigureAwait(false);

        // The n-gram model reads lines: a line feed costs it an end of a sentence, where the decoder has a token.
        TimeSpan before = Environment.CpuUsage.TotalTime;
        using NGramModel ngrams = await training.FitAsync(new NGramModelFit { Order = Order, Tokens = new() { Encoder = encoder } }, run, cancellationToken)
            .ConfigureAwait(false);
        double bits = heldOut.Sum(document => ngrams.Score(document.Utf8Text).Bits);
        print(new
        {
            verb = "pretrain against-ngrams",
            model = "kneser-ney",
            order = Order,
            vocabulary = encoder.VocabularySize,
            tokens = tokens.TokenCount,
            documents = heldOut.Count,
            held_out_bytes = bytes,
            minutes = (Environment.CpuUsage.TotalTime - before).TotalMinutes,
            bits_per_byte = bits / bytes,
        });
        await TrainAsync(tokens, EvaluationSet.FromDocuments(heldOut, encoder), print, cancellationToken).ConfigureAwait(false);
    }

    private async Task TrainAsync(TokenShards tokens, EvaluationSet set, Action<object> print, CancellationToken cancellationToken)
    {
        var backend = new TorchSharpBackend();
        // How many steps fit: the learning rate needs their number. The first steps are slower, so the estimate is on the safe side.
        const int Probe = 6;
        TimeSpan start = Environment.CpuUsage.TotalTime;
        await backend.PretrainAsync(tokens, Model, Options with { Steps = Probe }, cancellationToken: cancellationToken).ConfigureAwait(false);
        double secondsPerStep = (Environment.CpuUsage.TotalTime - start).TotalSeconds / Probe;
        long steps = Math.Max(1, (long)(Minutes * 60 / secondsPerStep));
        start = Environment.CpuUsage.TotalTime;
        TimeSpan evaluating = TimeSpan.Zero, last = start;
        long clock = Stopwatch.GetTimestamp();
        TrainingOptions options = Options with
        {
            Steps = steps,
            WarmupSteps = Math.Min(Options.WarmupSteps, steps / 10),
            EvaluationInterval = Math.Max(1, steps / 10),
            LossInterval = 1,
        };
        TrainingReport report = await backend.PretrainAsync(tokens, Model, options, set, new Reporter(progress =>
        {
            // Evaluations are not part of the time: they come after a step's own report.
            TimeSpan now = Environment.CpuUsage.TotalTime;
            if (progress.Evaluation is { } made)
            {
                evaluating += now - last;
                print(new
                {
                    verb = "pretrain against-ngrams",
                    model = "decoder",
                    parameters = Model.ParameterCount,
                    step = made.Step,
                    tokens_seen = progress.TokensSeen,
                    minutes = (now - start - evaluating).TotalMinutes,
                    seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds,
                    loss = progress.Loss,
                    bits_per_byte = made.BitsPerByte,
                });
            }
            last = now;
        }), cancellationToken).ConfigureAwait(false);
        foreach (string warning in report.Warnings) print(new { warning });
    }

    private static double PartOf(Document document) => SeededRandom.Create(0, "against-ngrams", document.Id).NextDouble();

    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
