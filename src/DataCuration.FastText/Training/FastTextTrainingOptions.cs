namespace DataCuration.FastText;

/// <summary>How a fastText model is trained: the arguments of the C++ program, with its defaults (version 0.9.2), which depend on <see cref="Kind"/>.</summary>
public sealed record FastTextTrainingOptions
{
    internal const int MaxNegatives = 1_000_000;
    private readonly double? learningRate;
    private readonly int? minimumCount, minimumSubword, maximumSubword;
    private readonly FastTextLoss? loss;

    /// <summary>What is trained.</summary>
    /// <value>Default: <see cref="FastTextModelKind.Supervised"/>.</value>
    public FastTextModelKind Kind { get; init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Kind), value, null); } = FastTextModelKind.Supervised;

    /// <summary>The learning rate at the start, from which it falls to 0 in proportion to the words read (<c>-lr</c>).</summary>
    /// <value>Above 0. Default: 0.1 for a classifier, 0.05 for word vectors.</value>
    public double LearningRate
    {
        get => learningRate ?? (IsClassifier ? 0.1 : 0.05);
        init => learningRate = double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, null);
    }

    /// <summary>After how many words of a thread the learning rate is worked out anew, and seen whether the training is at its end (<c>-lrUpdateRate</c>).</summary>
    /// <value>1 to 1,000,000: a training can go on for so many words behind its end. Default: 100.</value>
    public int LearningRateUpdateRate
    {
        get;
        init => field = value <= FastTextArguments.MaxRateUpdates ? AtLeast(value, 1, nameof(LearningRateUpdateRate)) : throw new ArgumentOutOfRangeException(nameof(LearningRateUpdateRate), value, null);
    } = 100;

    /// <summary>The number of dimensions of the vectors (<c>-dim</c>).</summary>
    /// <value>1 to 1,048,576. Default: 100.</value>
    public int Dimension { get; init => field = value <= 1 << 20 ? AtLeast(value, 1, nameof(Dimension)) : throw new ArgumentOutOfRangeException(nameof(Dimension), value, null); } = 100;

    /// <summary>How many words to either side count as a word's context (<c>-ws</c>); only for word vectors.</summary>
    /// <value>1 or more. Default: 5.</value>
    public int ContextWindow { get; init => field = AtLeast(value, 1, nameof(ContextWindow)); } = 5;

    /// <summary>How many times the text is read (<c>-epoch</c>).</summary>
    /// <value>1 or more. Default: 5.</value>
    public int Epochs { get; init => field = AtLeast(value, 1, nameof(Epochs)); } = 5;

    /// <summary>How often a word must occur to have a row of its own (<c>-minCount</c>).</summary>
    /// <value>0 or more. Default: 1 for a classifier, 5 for word vectors.</value>
    public int MinimumCount { get => minimumCount ?? (IsClassifier ? 1 : 5); init => minimumCount = AtLeast(value, 0, nameof(MinimumCount)); }

    /// <summary>How often a label must occur (<c>-minCountLabel</c>).</summary>
    /// <value>0 or more. Default: 0.</value>
    public int MinimumLabelCount { get; init => field = AtLeast(value, 0, nameof(MinimumLabelCount)); }

    /// <summary>How many negatives are drawn with negative sampling (<c>-neg</c>).</summary>
    /// <value>0 to 1,000,000. Default: 5.</value>
    public int Negatives { get; init => field = value <= MaxNegatives ? AtLeast(value, 0, nameof(Negatives)) : throw new ArgumentOutOfRangeException(nameof(Negatives), value, null); } = 5;

    /// <summary>The longest n-gram of words (<c>-wordNgrams</c>); only for classifiers.</summary>
    /// <value>1 to 64: every word gives as many rows, so that without a bound the time for a text would grow with its square. Default: 1, words only.</value>
    public int WordNGrams { get; init => field = value <= FastTextArguments.MaxWordNGrams ? AtLeast(value, 1, nameof(WordNGrams)) : throw new ArgumentOutOfRangeException(nameof(WordNGrams), value, null); } = 1;

    /// <summary>The loss function (<c>-loss</c>).</summary>
    /// <value>Default: <see cref="FastTextLoss.Softmax"/> for a classifier, <see cref="FastTextLoss.NegativeSampling"/> for word vectors.</value>
    public FastTextLoss Loss
    {
        get => loss ?? (IsClassifier ? FastTextLoss.Softmax : FastTextLoss.NegativeSampling);
        init => loss = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Loss), value, null);
    }

    /// <summary>How many rows the n-grams of characters and words are hashed into (<c>-bucket</c>). A model without n-grams has none, whatever stands here.</summary>
    /// <value>1 or more. Default: 2,000,000.</value>
    public int Buckets { get; init => field = AtLeast(value, 1, nameof(Buckets)); } = 2_000_000;

    /// <summary>The shortest n-gram of characters (<c>-minn</c>).</summary>
    /// <value>0 or more. Default: 0 for a classifier, 3 for word vectors.</value>
    public int MinimumSubword { get => minimumSubword ?? (IsClassifier ? 0 : 3); init => minimumSubword = AtLeast(value, 0, nameof(MinimumSubword)); }

    /// <summary>The longest n-gram of characters (<c>-maxn</c>).</summary>
    /// <value>0, none, to 1,000. Default: 0 for a classifier, 6 for word vectors.</value>
    public int MaximumSubword
    {
        get => maximumSubword ?? (IsClassifier ? 0 : 6);
        init => maximumSubword = value <= 1000 ? AtLeast(value, 0, nameof(MaximumSubword)) : throw new ArgumentOutOfRangeException(nameof(MaximumSubword), value, null);
    }

    /// <summary>How many threads train, each from its own place in the text, on the same numbers without locks (<c>-thread</c>; Niu et al. 2011). With 1 the same text and options always give the same bytes.</summary>
    /// <value>1 or more. Default: 1; the C++ program's is 12.</value>
    public int Threads { get; init => field = AtLeast(value, 1, nameof(Threads)); } = 1;

    /// <summary>The share of the text above which a word is left out at times (<c>-t</c>); only for word vectors.</summary>
    /// <value>Above 0. Default: 0.0001.</value>
    public double SamplingThreshold { get; init => field = double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(SamplingThreshold), value, null); } = 1e-4;

    /// <summary>What labels begin with (<c>-label</c>). A model file does not hold it: <see cref="FastTextModel.Labels"/> lack the default prefix only.</summary>
    /// <value>Default: <c>__label__</c>.</value>
    public string LabelPrefix { get; init => field = OptionChecks.NotEmpty(value); } = "__label__";

    /// <summary>A text file of word vectors (<c>.vec</c>) of <see cref="Dimension"/> to start from, whose words all join the dictionary (<c>-pretrainedVectors</c>).</summary>
    /// <value>Default: null, none.</value>
    public string? PretrainedVectors { get; init; }

    /// <summary>What random numbers start from (<c>-seed</c>).</summary>
    /// <value>Default: 0.</value>
    public int Seed { get; init; }

    private bool IsClassifier => Kind == FastTextModelKind.Supervised;

    /// <summary>The arguments as a model file keeps them.</summary>
    internal FastTextArguments ToArguments()
    {
        int buckets = WordNGrams <= 1 && MaximumSubword == 0 ? 0 : Buckets;
        return new(Dimension, ContextWindow, Epochs, MinimumCount, Negatives, WordNGrams, Loss, Kind, buckets, MinimumSubword, MaximumSubword, LearningRateUpdateRate, SamplingThreshold);
    }

    private static int AtLeast(int value, int least, string name) => value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"At least {least}.");
}
