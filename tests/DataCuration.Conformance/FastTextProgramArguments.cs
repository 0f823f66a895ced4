using System.CommandLine;

namespace DataCuration.Conformance;

/// <summary>The C++ program's arguments, by their names there.</summary>
internal sealed class FastTextProgramArguments
{
    private readonly Option<string> input = new("-input") { Description = "The training file.", Required = true };
    private readonly Option<string> output = new("-output") { Description = "The output without its extension.", Required = true };
    /// <summary>The program reads these in single precision.</summary>
    private readonly Option<float?> lr = new("-lr"), sampling = new("-t");
    private readonly Option<int?> lrUpdateRate = new("-lrUpdateRate"), dim = new("-dim"), ws = new("-ws"), epoch = new("-epoch"), minCount = new("-minCount"),
        minCountLabel = new("-minCountLabel");
    private readonly Option<int?> neg = new("-neg"), wordNgrams = new("-wordNgrams"), bucket = new("-bucket"), minn = new("-minn"), maxn = new("-maxn"),
        thread = new("-thread"), seed = new("-seed"), verbose = new("-verbose");
    private readonly Option<string?> loss = new("-loss") { Description = "hs, ns, softmax, ova or one-vs-all." }, label = new("-label"),
        pretrainedVectors = new("-pretrainedVectors");
    private readonly Option<bool> saveOutput = new("-saveOutput"), retrain = new("-retrain"), qnorm = new("-qnorm"), qout = new("-qout");
    private readonly Option<int?> cutoff = new("-cutoff"), dsub = new("-dsub");

    private readonly Option<string?> validation = new("-autotune-validation") { Description = "The validation file for tuning." },
        metric = new("-autotune-metric"), modelSize = new("-autotune-modelsize") { Description = "Bytes, also with k, M or G." };
    private readonly Option<int?> predictions = new("-autotune-predictions"), duration = new("-autotune-duration") { Description = "Seconds." },
        trials = new("-autotune-trials") { Description = "A number of trials instead of seconds; the C++ program has no such argument." };

    public IEnumerable<Option> Training =>
        [validation, metric, modelSize, predictions, duration, trials, input, output, lr, lrUpdateRate, dim, ws, epoch, minCount, minCountLabel, neg,
            wordNgrams, loss, bucket, minn, maxn, thread, sampling, label, pretrainedVectors, saveOutput, seed, verbose];

    public IEnumerable<Option> Quantization => [input, output, lr, epoch, thread, label, cutoff, retrain, qnorm, qout, dsub, verbose];

    public string Input(ParseResult parsed) => parsed.GetValue(input)!;

    public string Output(ParseResult parsed) => parsed.GetValue(output)!;

    public bool SavesOutput(ParseResult parsed) => parsed.GetValue(saveOutput);

    public FastTextTrainingOptions ToTrainingOptions(ParseResult parsed, string kind)
    {
        var options = new FastTextTrainingOptions
        {
            Kind = kind switch
            {
                "supervised" => FastTextModelKind.Supervised,
                "skipgram" => FastTextModelKind.SkipGram,
                "cbow" => FastTextModelKind.ContinuousBagOfWords,
                _ => throw new ArgumentException($"'{kind}' is not supervised, skipgram or cbow."),
            },
            PretrainedVectors = parsed.GetValue(pretrainedVectors),
        };
        if (parsed.GetValue(lr) is { } rate) options = options with { LearningRate = rate };
        if (parsed.GetValue(lrUpdateRate) is { } updates) options = options with { LearningRateUpdateRate = updates };
        if (parsed.GetValue(dim) is { } dimension) options = options with { Dimension = dimension };
        if (parsed.GetValue(ws) is { } window) options = options with { ContextWindow = window };
        if (parsed.GetValue(epoch) is { } epochs) options = options with { Epochs = epochs };
        if (parsed.GetValue(minCount) is { } words) options = options with { MinimumCount = words };
        if (parsed.GetValue(minCountLabel) is { } labels) options = options with { MinimumLabelCount = labels };
        if (parsed.GetValue(neg) is { } negatives) options = options with { Negatives = negatives };
        if (parsed.GetValue(wordNgrams) is { } nGrams) options = options with { WordNGrams = nGrams };
        if (parsed.GetValue(loss) is { } name) options = options with { Loss = LossOf(name) };
        if (parsed.GetValue(minn) is { } shortest) options = options with { MinimumSubword = shortest };
        if (parsed.GetValue(maxn) is { } longest) options = options with { MaximumSubword = longest };
        // The program accepts 0 if nothing is hashed; otherwise it would divide by it.
        if (parsed.GetValue(bucket) is { } buckets && (buckets != 0 || options.MaximumSubword > 0 || options.WordNGrams > 1))
            options = options with { Buckets = buckets };
        if (parsed.GetValue(thread) is { } threads) options = options with { Threads = threads };
        if (parsed.GetValue(sampling) is { } threshold) options = options with { SamplingThreshold = threshold };
        if (parsed.GetValue(label) is { } prefix) options = options with { LabelPrefix = prefix };
        if (parsed.GetValue(seed) is { } number) options = options with { Seed = number };
        return options;
    }

    public string? Validation(ParseResult parsed) => parsed.GetValue(validation);

    public FastTextAutotuneOptions ToAutotuneOptions(ParseResult parsed)
    {
        var options = new FastTextAutotuneOptions
        {
            Trials = parsed.GetValue(trials),
            ModelSize = parsed.GetValue(modelSize) is { } size ? Bytes(size) : null,
            Tuned = FastTextTunedOptions.All
        };
        if (parsed.GetValue(metric) is { } name) options = options with { Metric = FastTextMetric.Parse(name) };
        if (parsed.GetValue(predictions) is { } count) options = options with { Predictions = count };
        if (parsed.GetValue(duration) is { } seconds) options = options with { Duration = TimeSpan.FromSeconds(seconds) };
        // An argument that was given is not tuned.
        foreach ((Option option, FastTextTunedOptions tuned) in (ReadOnlySpan<(Option, FastTextTunedOptions)>)[(epoch, FastTextTunedOptions.Epochs),
            (lr, FastTextTunedOptions.LearningRate), (dim, FastTextTunedOptions.Dimension),
            (wordNgrams, FastTextTunedOptions.WordNGrams), (minn, FastTextTunedOptions.Subwords), (maxn, FastTextTunedOptions.Subwords),
            (bucket, FastTextTunedOptions.Buckets)])
            if (parsed.GetResult(option) is { Implicit: false }) options = options with { Tuned = options.Tuned & ~tuned };
        return options;
    }

    public FastTextQuantizationOptions ToQuantizationOptions(ParseResult parsed)
    {
        var options = new FastTextQuantizationOptions
        {
            Retrain = parsed.GetValue(retrain),
            QuantizeNorm = parsed.GetValue(qnorm),
            QuantizeOutput = parsed.GetValue(qout)
        };
        if (parsed.GetValue(lr) is { } rate) options = options with { LearningRate = rate };
        if (parsed.GetValue(epoch) is { } epochs) options = options with { Epochs = epochs };
        if (parsed.GetValue(thread) is { } threads) options = options with { Threads = threads };
        if (parsed.GetValue(label) is { } prefix) options = options with { LabelPrefix = prefix };
        if (parsed.GetValue(cutoff) is { } kept) options = options with { Cutoff = kept };
        if (parsed.GetValue(dsub) is { } width) options = options with { SubvectorDimension = width };
        return options;
    }

    private static long Bytes(string size)
    {
        long unit = size[^1] switch { 'k' or 'K' => 1000, 'm' or 'M' => 1_000_000, 'g' or 'G' => 1_000_000_000, _ => 1 };
        return unit * long.Parse(unit == 1 ? size : size[..^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static FastTextLoss LossOf(string name) => name switch
    {
        "hs" => FastTextLoss.HierarchicalSoftmax,
        "ns" => FastTextLoss.NegativeSampling,
        "softmax" => FastTextLoss.Softmax,
        "ova" or "one-vs-all" => FastTextLoss.OneVsAll,
        _ => throw new ArgumentException($"'{name}' is no loss: hs, ns, softmax, ova."),
    };
}
