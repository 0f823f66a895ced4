using System.Text;

namespace DataCuration.FastText;

/// <summary>Finds options by training with many and judging each model by a validation file (<c>-autotune-validation</c>).</summary>
public static class FastTextAutotuner
{
    /// <summary>Tunes.</summary>
    /// <param name="trainingPath">The text to train on.</param>
    /// <param name="validationPath">The text to judge by, with labels.</param>
    /// <param name="training">The options of the first trial, and of all for what is not tuned; null: the defaults.</param>
    /// <param name="options">How to tune; null: the defaults.</param>
    /// <param name="progress">Takes each trial at its end.</param>
    /// <param name="timeProvider">The clock; null: the system's. Not looked at with a number of trials.</param>
    /// <param name="cancellationToken">Ends the work without a result.</param>
    /// <exception cref="ArgumentException">The metric's label is none of the training text's.</exception>
    /// <exception cref="InvalidDataException">The training text holds nothing to learn, its words take more than the memory's limit, the validation text has none of its labels or not the metric's, or no trial gave a model.</exception>
    public static FastTextAutotuneResult Tune(string trainingPath, string validationPath, FastTextTrainingOptions? training = null, FastTextAutotuneOptions? options = null, IProgress<FastTextTrial>? progress = null,
        TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(trainingPath);
        ArgumentException.ThrowIfNullOrEmpty(validationPath);
        training ??= new();
        options ??= new();
        if (training.Kind != FastTextModelKind.Supervised) throw new ArgumentException("Only classifiers are tuned.", nameof(training));
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        long begin = clock.GetTimestamp();
        // What is wrong with the text itself is so in every trial. How many words it has does not depend on what is tuned.
        FastTextEntries entries = FastTextTrainer.ReadEntries(trainingPath, training, cancellationToken);
        int words = entries.Words;
        // Nor do the labels; and what the metric looks at is better missed now than behind the first training.
        if (options.Metric.Label is { } label && !Enumerable.Range(0, entries.Labels).Any(i => entries.Label(i) == label)) throw new ArgumentException($"The metric's label '{label}' is none of {trainingPath}.", nameof(options));
        CheckValidation(validationPath, trainingPath, entries, training, options.Metric.Label, cancellationToken);
        int least = (options.Tuned & FastTextTunedOptions.Dimension) == 0 ? training.Dimension : 1;
        if (sizeof(float) * (words + 1L) * least > options.MemoryLimit) throw new InvalidDataException($"The rows of the {words} words of {trainingPath} take more than the {options.MemoryLimit} bytes of {nameof(options.MemoryLimit)}.");
        using CancellationTokenSource? timer = options.Trials is null ? new(options.Duration, clock) : null;
        using CancellationTokenSource stop = timer is null ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken) : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var search = new FastTextSearch(training, options.ModelSize is null ? null : new() { QuantizeNorm = true, Retrain = true, Threads = training.Threads, LabelPrefix = training.LabelPrefix }, options.Tuned, options.MemoryLimit, words);
        var trials = new List<FastTextTrial>();
        FastTextTrial? best = null;
        FastTextModel? bestModel = null;
        while (options.Trials is { } wanted ? trials.Count < wanted : trials.Count == 0 || !stop.IsCancellationRequested)
        {
            double time = options.Trials is { } all ? (double)trials.Count / all : Math.Min(1, clock.GetElapsedTime(begin) / options.Duration);
            (FastTextTrainingOptions next, FastTextQuantizationOptions? quantization) = search.Next(time);
            try
            {
                (FastTextTrial trial, FastTextModel? model) = Try(trainingPath, validationPath, next, quantization, options, best is null ? cancellationToken : stop.Token);
                trials.Add(trial);
                progress?.Report(trial);
                if (model is null || best is not null && trial.Score <= best.Score) continue;
                (best, bestModel) = (trial, model);
                search.Accept(trial.Training, trial.Quantization);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                break; // the time is up
            }
        }
        if (best is null) throw new InvalidDataException($"None of {trials.Count} trials gave a model: {trials[^1].Failure}");
        return new(bestModel!, best, trials);
    }

    /// <summary>Without a label that it knows, or the metric's, every trial would be as bad as any other.</summary>
    private static void CheckValidation(string path, string trainingPath, FastTextEntries entries, FastTextTrainingOptions training, string? label, CancellationToken cancellationToken)
    {
        // Labels are all that is looked for: n-grams are left out.
        FastTextArguments arguments = training.ToArguments() with { WordNGrams = 1, MinN = 0, MaxN = 0 };
        FastTextDictionary dictionary = FastTextTrainer.Named(trainingPath, () => new FastTextDictionary(entries, arguments));
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
        throw new InvalidDataException(any ? $"{path} holds no line with the metric's label '{label}'." : $"{path} holds no line with a label of {trainingPath}.");
    }

    private static (FastTextTrial Trial, FastTextModel? Model) Try(string trainingPath, string validationPath, FastTextTrainingOptions training, FastTextQuantizationOptions? quantization, FastTextAutotuneOptions options, CancellationToken cancellationToken)
    {
        FastTextModel model;
        try
        {
            model = FastTextTrainer.Train(trainingPath, training, null, cancellationToken);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException)
        {
            return (new(training, quantization, double.NaN, e.Message), null); // diverged, or matrices too large
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
                return (new(training, quantization, double.NaN, e.Message), null);
            }
            long size = FastTextModelFile.SizeOf(model);
            if (size > options.ModelSize) return (new(training, quantization, double.NaN, $"The model has {size} bytes, more than {options.ModelSize}."), null);
        }
        int count = options.Metric.Kind == FastTextMetricKind.F1 ? options.Predictions : model.Labels.Count;
        FastTextEvaluation evaluation = FastTextEvaluation.Test(model, validationPath, count, 0, training.LabelPrefix, options.Metric.Kind != FastTextMetricKind.F1, cancellationToken);
        // Lines with labels, but without a word that is known.
        if (evaluation.Examples == 0) throw new InvalidDataException($"{validationPath} holds no line with both a label and a word of {trainingPath}.");
        return (new(training, quantization, options.Metric.Of(evaluation), null), model);
    }
}
