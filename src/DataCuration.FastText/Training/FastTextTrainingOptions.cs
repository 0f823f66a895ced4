namespace DataCuration.FastText;

/// <summary>
/// Options for training a fastText model: the arguments and defaults of the C++ program (version 0.9.2). The defaults depend on <see cref="Kind"/>.
/// </summary>
public sealed record FastTextTrainingOptions
{
    internal const int MaxNegatives = 1_000_000;
    private readonly double? learningRate;
    private readonly int? minimumCount, minimumSubword, maximumSubword;
    private readonly FastTextLoss? loss;

    /// <summary>The kind of model to train.</summary>
    /// <value>Default: <see cref="FastTextModelKind.Supervised"/>.</value>
    public FastTextModelKind Kind
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Kind), value, null);
    } = FastTextModelKind.Supervised;

    /// <summary>The initial learning rate (<c>-lr</c>). It decreases linearly to 0 with the number of words read.</summary>
    /// <value>Above 0. Default: 0.1 for a classifier, 0.05 for word vectors.</value>
    public double LearningRate
    {
        get => learningRate ?? (IsClassifier ? 0.1 : 0.05);
        init => learningRate = double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, null);
    }

    /// <summary>
    /// The number of words between two updates of the learning rate in a thread (<c>-lrUpdateRate</c>). The end of the training is checked at the same
    /// time.
    /// </summary>
    /// <value>1 to 1,000,000. Each thread can overrun the end of the training by this number of words. Default: 100.</value>
    public int LearningRateUpdateRate
    {
        get;
        init => field = value <= FastTextArguments.MaxRateUpdates ? AtLeast(value, 1, nameof(LearningRateUpdateRate))
            : throw new ArgumentOutOfRangeException(nameof(LearningRateUpdateRate), value, null);
    } = 100;

    /// <summary>The number of dimensions of the vectors (<c>-dim</c>).</summary>
    /// <value>1 to 1,048,576. Default: 100.</value>
    public int Dimension
    {
        get;
        init => field = value <= 1 << 20 ? AtLeast(value, 1, nameof(Dimension)) : throw new ArgumentOutOfRangeException(nameof(Dimension), value, null);
    } = 100;

    /// <summary>The maximum number of context words on each side of a word (<c>-ws</c>). Only for word vectors.</summary>
    /// <value>1 or more. Default: 5.</value>
    public int ContextWindow { get; init => field = AtLeast(value, 1, nameof(ContextWindow)); } = 5;

    /// <summary>The number of passes over the text (<c>-epoch</c>).</summary>
    /// <value>1 or more. Default: 5.</value>
    public int Epochs { get; init => field = AtLeast(value, 1, nameof(Epochs)); } = 5;

    /// <summary>The minimum frequency of a word (<c>-minCount</c>). Rarer words have no row of their own.</summary>
    /// <value>0 or more. Default: 1 for a classifier, 5 for word vectors.</value>
    public int MinimumCount { get => minimumCount ?? (IsClassifier ? 1 : 5); init => minimumCount = AtLeast(value, 0, nameof(MinimumCount)); }

    /// <summary>The minimum frequency of a label (<c>-minCountLabel</c>).</summary>
    /// <value>0 or more. Default: 0.</value>
    public int MinimumLabelCount { get; init => field = AtLeast(value, 0, nameof(MinimumLabelCount)); }

    /// <summary>The number of negatives drawn for each example with negative sampling (<c>-neg</c>).</summary>
    /// <value>0 to 1,000,000. Default: 5.</value>
    public int Negatives
    {
        get;
        init => field = value <= MaxNegatives ? AtLeast(value, 0, nameof(Negatives)) : throw new ArgumentOutOfRangeException(nameof(Negatives), value, null);
    } = 5;

    /// <summary>The longest word n-gram (<c>-wordNgrams</c>). Only for classifiers.</summary>
    /// <value>1 to 64. Default: 1, only single words.</value>
    public int WordNGrams
    {
        get;
        init => field = value <= FastTextArguments.MaxWordNGrams ? AtLeast(value, 1, nameof(WordNGrams))
            : throw new ArgumentOutOfRangeException(nameof(WordNGrams), value, null);
    } = 1;

    /// <summary>The loss function (<c>-loss</c>).</summary>
    /// <value>Default: <see cref="FastTextLoss.Softmax"/> for a classifier, <see cref="FastTextLoss.NegativeSampling"/> for word vectors.</value>
    public FastTextLoss Loss
    {
        get => loss ?? (IsClassifier ? FastTextLoss.Softmax : FastTextLoss.NegativeSampling);
        init => loss = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Loss), value, null);
    }

    /// <summary>The number of rows for hashed character and word n-grams (<c>-bucket</c>). Ignored if the model has no n-grams.</summary>
    /// <value>1 or more. Default: 2,000,000.</value>
    public int Buckets { get; init => field = AtLeast(value, 1, nameof(Buckets)); } = 2_000_000;

    /// <summary>The shortest character n-gram (<c>-minn</c>).</summary>
    /// <value>0 or more. Default: 0 for a classifier, 3 for word vectors.</value>
    public int MinimumSubword { get => minimumSubword ?? (IsClassifier ? 0 : 3); init => minimumSubword = AtLeast(value, 0, nameof(MinimumSubword)); }

    /// <summary>The longest character n-gram (<c>-maxn</c>).</summary>
    /// <value>0 to 1,000; 0 for no character n-grams. Default: 0 for a classifier, 6 for word vectors.</value>
    public int MaximumSubword
    {
        get => maximumSubword ?? (IsClassifier ? 0 : 6);
        init => maximumSubword = value <= 1000 ? AtLeast(value, 0, nameof(MaximumSubword))
            : throw new ArgumentOutOfRangeException(nameof(MaximumSubword), value, null);
    }

    /// <summary>
    /// The number of threads (<c>-thread</c>). Each starts at its own position in the text, and all share the matrices without locks (Niu et al. 2011).
    /// With 1, the same text and options always give the same bytes.
    /// </summary>
    /// <value>1 or more. Default: 1 (12 in the C++ program).</value>
    public int Threads { get; init => field = AtLeast(value, 1, nameof(Threads)); } = 1;

    /// <summary>The threshold for dropping frequent words at random, as a fraction of the text (<c>-t</c>). Only for word vectors.</summary>
    /// <value>Above 0. Default: 0.0001.</value>
    public double SamplingThreshold
    {
        get;
        init => field = double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(SamplingThreshold), value, null);
    } = 1e-4;

    /// <summary>
    /// The prefix of labels (<c>-label</c>). It is not stored in a model file, so <see cref="FastTextModel.Labels"/> removes only the default prefix.
    /// </summary>
    /// <value>Default: <c>__label__</c>.</value>
    public string LabelPrefix { get; init => field = OptionChecks.NotEmpty(value); } = "__label__";

    /// <summary>
    /// A text file (<c>.vec</c>) of initial word vectors (<c>-pretrainedVectors</c>). Their dimension must be <see cref="Dimension"/>. All words of the
    /// file are added to the dictionary.
    /// </summary>
    /// <value>Default: null, no file.</value>
    public string? PretrainedVectors { get; init; }

    /// <summary>The seed of the random numbers (<c>-seed</c>).</summary>
    /// <value>Default: 0.</value>
    public int Seed { get; init; }

    private bool IsClassifier => Kind == FastTextModelKind.Supervised;

    /// <summary>Returns the arguments that are stored in a model file.</summary>
    internal FastTextArguments ToArguments()
    {
        int buckets = WordNGrams <= 1 && MaximumSubword == 0 ? 0 : Buckets;
        return new(Dimension, ContextWindow, Epochs, MinimumCount, Negatives, WordNGrams, Loss, Kind, buckets, MinimumSubword, MaximumSubword,
            LearningRateUpdateRate, SamplingThreshold);
    }

    private static int AtLeast(int value, int least, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"At least {least}.");
}
