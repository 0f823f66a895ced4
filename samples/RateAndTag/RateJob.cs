using System.Globalization;
using DataCuration;
using DataCuration.FastText;
using DataCuration.Selection;

namespace RateAndTag;

/// <summary>Trains a quality model and a domain model on one part of a corpus, rates and tags the rest, and selects from it in two ways.</summary>
/// <param name="settings">The settings from the command line.</param>
/// <param name="run">The run that executes the job.</param>
/// <param name="progress">Receives progress messages.</param>
internal sealed class RateJob(RateSettings settings, CurationRun run, ConsoleProgress progress)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // 1. Labelled examples for training, and a corpus to rate. A document's id decides to which of the two it belongs.
        (Corpus labelled, Corpus pool) = Inputs(cancellationToken);

        // 2. Two models. Examples are split by source: no model is evaluated on a source that it was trained on.
        TrainedClassifier quality = await TrainAsync(labelled, settings.QualityField,
            new() { Dimension = 32, Epochs = 25, LearningRate = 0.5, WordNGrams = 2, Buckets = 100_000, Threads = settings.Threads }, cancellationToken);
        TrainedClassifier domain = await TrainAsync(labelled, settings.DomainField,
            new() { Dimension = 32, Epochs = 40, LearningRate = 0.3, MinimumCount = 2, Threads = settings.Threads }, cancellationToken);
        quality.CopyTo(Path.Combine(run.Options.WorkDirectory, "models", "quality.bin"));
        domain.CopyTo(Path.Combine(run.Options.WorkDirectory, "models", "domain.bin"));
        Print("Quality model, on sources that it was not trained on", quality.Evaluation);
        Print("Domain model, on sources that it was not trained on", domain.Evaluation);

        // 3. Every document gets a rating and a domain.
        Corpus tagged = await pool.Pipe(
            new QualityRater(new FastTextScorer(quality.LoadModel()), settings.GoodLabel),
            new DomainTagger(new FastTextScorer(domain.LoadModel())) { Count = 2 }).WriteJsonlAsync("tagged", run, cancellationToken: cancellationToken);
        RunReport report = run.Reports[^1];
        progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Tagged {report.Kept:N0} documents.\n"));

        // 4. Is the score a probability, and how is it distributed?
        Print("Calibration of quality_score",
            await tagged.FitAsync(new CalibrationFit("quality_score", settings.QualityField, settings.GoodLabel), run, cancellationToken));
        Print("Ratings", await tagged.FitAsync(
            new AnnotationReportFit(["quality_score", "domain_score"]) { GroupFields = ["domain"], Bins = 5 }, run, cancellationToken));

        // 5. Two selections: the best share of all characters, and a budget divided among sources and domains.
        KeepList best = await tagged.FitAsync(new QuantileSelection("quality_score") { Share = settings.Share }, run, cancellationToken);
        KeepList balanced = await tagged.FitAsync(new DataManSelection(["quality_score"])
        {
            Budget = settings.Budget,
            Strategy = DataManStrategy.OriginalDomain,
            Seed = settings.Seed
        }, run, cancellationToken);
        Print(string.Create(CultureInfo.InvariantCulture, $"Selection by quantile, {settings.Share:P0} of the characters"), SelectionReport.Load(best));
        Print("Selection by DataMan's quotas, as much of each domain as the corpus has of it", SelectionReport.Load(balanced));
        await tagged.Keep(best).WriteJsonlAsync("selected-quantile", run, cancellationToken: cancellationToken);
        await tagged.Keep(balanced).WriteJsonlAsync("selected-quotas", run, cancellationToken: cancellationToken);
        progress.WriteLine($"Good texts: {await ShareAsync(tagged, cancellationToken)} of the pool, "
            + $"{await ShareAsync(tagged.Keep(best), cancellationToken)} of the selection by quantile, "
            + $"{await ShareAsync(tagged.Keep(balanced), cancellationToken)} of the one by quotas.");
    }

    private (Corpus Labelled, Corpus Pool) Inputs(CancellationToken cancellationToken)
    {
        if (settings.Labelled.Count > 0)
            return (Corpus.FromJsonl(settings.Labelled), Corpus.FromJsonl(settings.Pool.Count > 0 ? settings.Pool : settings.Labelled));
        IReadOnlyList<Document> texts = SampleTexts.Read(cancellationToken);
        progress.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"No --labelled: {texts.Count:N0} texts of the .NET API reference, a third of them damaged by rule to serve as bad ones.\n"));
        ILookup<bool, Document> parts = texts.ToLookup(document => SeededRandom.Create(0, "part", document.Id).NextDouble() < 0.6);
        return (Corpus.FromDocuments(parts[true]), Corpus.FromDocuments(parts[false]));
    }

    private Task<TrainedClassifier> TrainAsync(Corpus labelled, string label, FastTextTrainingOptions options, CancellationToken cancellationToken) =>
        labelled.FitAsync(new ClassifierTraining(label)
        {
            SourceField = settings.SourceField,
            Balance = ClassifierBalance.LabelsAndSources,
            BalanceRatio = 5,
            Seed = settings.Seed,
            Training = options,
            Progress = progress.For<FastTextTrainingProgress>($"training of {label}", Format),
        }, run, cancellationToken);

    private async Task<string> ShareAsync(Corpus corpus, CancellationToken cancellationToken)
    {
        long all = 0, good = 0;
        await foreach (Document document in corpus.AsAsyncEnumerable(run, cancellationToken))
        {
            all++;
            if (document.TryGetValue(settings.QualityField, out AnnotationValue value) && value.AsString() == settings.GoodLabel) good++;
        }
        return (all == 0 ? 0 : (double)good / all).ToString("P0", CultureInfo.InvariantCulture);
    }

    /// <summary>Formats the progress of a training; null at its end.</summary>
    internal static string? Format(FastTextTrainingProgress value) => value.Fraction >= 1 ? null
        : string.Create(CultureInfo.InvariantCulture, $"{value.Fraction:P0}, {value.Tokens:N0} words, loss {value.Loss:F3}");

    private void Print(string title, object report) => progress.WriteLine($"== {title}\n{report}");
}
