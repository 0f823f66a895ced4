using System.Text;

namespace DataCuration.FastText;

/// <summary>
/// Searches for the best training options: trains with different options and evaluates each model on a validation file (<c>-autotune-validation</c>).
/// </summary>
public static class FastTextAutotuner
{
    /// <summary>Searches for the best training options of a classifier.</summary>
    /// <param name="trainingPath">The training text.</param>
    /// <param name="validationPath">The validation text, with labels.</param>
    /// <param name="training">The options of the first trial. Options that are not tuned keep their values in all trials. Null for the defaults.</param>
    /// <param name="options">The options of the search; null for the defaults.</param>
    /// <param name="progress">Receives each finished trial.</param>
    /// <param name="timeProvider">The clock, used only without a number of trials; null for the system clock.</param>
    /// <param name="cancellationToken">Cancels the search; there is no result then.</param>
    /// <exception cref="FileNotFoundException">A text, or the file of pretrained vectors, does not exist.</exception>
    /// <exception cref="ArgumentException">The model kind is not a classifier, or the metric's label is not in the training text.</exception>
    /// <exception cref="InvalidDataException">
    /// The training text has nothing to learn, or its words need more memory than the limit. The validation text has no label of the training text, or not
    /// the metric's label. Or no trial gave a model.
    /// </exception>
    public static FastTextAutotuneResult Tune(string trainingPath, string validationPath, FastTextTrainingOptions? training = null,
        FastTextAutotuneOptions? options = null, IProgress<FastTextTrial>? progress = null,
        TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(trainingPath);
        ArgumentException.ThrowIfNullOrEmpty(validationPath);
        training ??= new();
        ModelPath.RequireText(trainingPath);
        ModelPath.RequireText(validationPath);
        ModelPath.RequireVectors(training.PretrainedVectors);
        options ??= new();
        if (training.Kind != FastTextModelKind.Supervised) throw new ArgumentException("Only classifiers can be tuned.", nameof(training));
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        long begin = clock.GetTimestamp();
        // An error in the text would fail every trial, so check it first. The number of words does not depend on the tuned options.
        FastTextEntries entries = FastTextTrainer.ReadEntries(trainingPath, training, cancellationToken);
        int words = entries.Words;
        // The labels do not depend on them either. A missing label is reported now, not after the first training.
        if (options.Metric.Label is { } label && !Enumerable.Range(0, entries.Labels).Any(i => entries.Label(i) == label))
            throw new ArgumentException($"{trainingPath} does not contain the metric's label '{label}'.", nameof(options));
        CheckValidation(validationPath, trainingPath, entries, training, options.Metric.Label, cancellationToken);
        int least = (options.Tuned & FastTextTunedOptions.Dimension) == 0 ? training.Dimension : 1;
        if (sizeof(float) * (words + 1L) * least > options.MemoryLimit) throw new InvalidDataException(
            $"The rows of the {words} words of {trainingPath} need more than the {options.MemoryLimit} bytes of {nameof(options.MemoryLimit)}.");
        using CancellationTokenSource? timer = options.Trials is null ? new(options.Duration, clock) : null;
        using CancellationTokenSource stop = timer is null ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken)
            : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var search = new FastTextSearch(training, options.ModelSize is null ? null : new()
        {
            QuantizeNorm = true,
            Retrain = true,
            Threads = training.Threads,
            LabelPrefix = training.LabelPrefix
        }, options.Tuned, options.MemoryLimit, words);
        var trials = new List<FastTextTrial>();
        FastTextTrial? best = null;
        FastTextModel? bestModel = null;
        while (options.Trials is { } wanted ? trials.Count < wanted : trials.Count == 0 || !stop.IsCancellationRequested)
        {
            double time = options.Trials is { } all ? (double)trials.Count / all : Math.Min(1, clock.GetElapsedTime(begin) / options.Duration);
            (FastTextTrainingOptions next, FastTextQuantizationOptions? quantization) = search.Next(time);
            try
            {
                (FastTextTrial trial, FastTextModel? model) =
                    Try(trainingPath, validationPath, next, quantization, options, best is null ? cancellationToken : stop.Token);
                trials.Add(trial);
                progress?.Report(trial);
                if (model is null || best is not null && trial.Score <= best.Score) continue;
                (best, bestModel) = (trial, model);
                search.Accept(trial.Training, trial.Quantization);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                break; // the time limit is reached
            }
        }
        if (best is null) throw new InvalidDataException($"None of {trials.Count} trials produced a model: {trials[^1].Failure}");
        return new(bestModel!, best, trials);
    }

    /// <summary>Throws if the validation text has no label of the training text, or not the metric's label. All trials would have the same score.</summary>
    private static void CheckValidation(string path, string trainingPath, FastTextEntries entries, FastTextTrainingOptions training, string? label,
        CancellationToken cancellationToken)
    {
        // Only labels matter here, so n-grams are turned off.
        FastTextArguments arguments = training.ToArguments() with { WordNGrams = 1, MinN = 0, MaxN = 0 };
        FastTextDictionary dictionary = FastTextTrainer.WithFileName(trainingPath, () => new FastTextDictionary(entries, arguments));
        using var reader = new FastTextTokenReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1));
        var line = new FastTextLineReader(reader, dictionary, arguments, Encoding.UTF8.GetBytes(training.LabelPrefix));
        bool any = false;
        while (!reader.Ended && line.ReadText() > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            any |= !line.Labels.IsEmpty;
            foreach (int found in line.Labels)
                if (label is null || entries.Label(found) == label) return;
        }
        throw new InvalidDataException(any ? $"{path} contains no line with the metric's label '{label}'."
            : $"{path} contains no line with a label of {trainingPath}.");
    }

    private static (FastTextTrial Trial, FastTextModel? Model) Try(string trainingPath, string validationPath, FastTextTrainingOptions training,
        FastTextQuantizationOptions? quantization, FastTextAutotuneOptions options, CancellationToken cancellationToken)
    {
        FastTextModel model;
        try
        {
            model = FastTextTrainer.Train(trainingPath, training, null, cancellationToken);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException)
        {
            return (Failed(training, quantization, e.Message), null); // diverged, or matrices too large
        }
        if (quantization is not null)
        {
            quantization = quantization with { QuantizeOutput = model.Labels.Count >= ProductQuantizerTraining.MinRows };
            quantization = quantization with { Cutoff = FastTextCutoff.For(model, quantization, options.ModelSize!.Value) };
            try
            {
                model = FastTextQuantizer.Quantize(model, quantization, trainingPath, null, cancellationToken);
            }
            catch (Exception e) when (e is InvalidOperationException or InvalidDataException)
            {
                return (Failed(training, quantization, e.Message), null);
            }
            long size = FastTextModelFile.SizeOf(model);
            if (size > options.ModelSize) return (Failed(training, quantization, $"The model has {size} bytes, more than {options.ModelSize}."), null);
        }
        int count = options.Metric.Kind == FastTextMetricKind.F1 ? options.Predictions : model.Labels.Count;
        FastTextEvaluation evaluation = FastTextEvaluation.Test(model, validationPath, count, 0, training.LabelPrefix,
            options.Metric.Kind != FastTextMetricKind.F1, cancellationToken);
        // There are lines with labels, but none of them has a known word.
        if (evaluation.Examples == 0) throw new InvalidDataException($"{validationPath} contains no line with both a label and a word of {trainingPath}.");
        return (new() { Training = training, Quantization = quantization, Score = options.Metric.Of(evaluation) }, model);
    }

    private static FastTextTrial Failed(FastTextTrainingOptions training, FastTextQuantizationOptions? quantization, string reason) =>
        new() { Training = training, Quantization = quantization, Score = double.NaN, Failure = reason };
}
