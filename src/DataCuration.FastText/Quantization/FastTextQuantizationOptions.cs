namespace DataCuration.FastText;

/// <summary>
/// Options for compressing a classifier: the arguments and defaults of <c>fasttext quantize</c> (version 0.9.2; Joulin et al. 2016, "FastText.zip").
/// </summary>
public sealed record FastTextQuantizationOptions
{
    /// <summary>The number of words and n-grams to keep (<c>-cutoff</c>): the end-of-line word and those with the longest vectors.</summary>
    /// <value>0 or more. 0 and numbers not below the rows of the input matrix keep all. Default: 0.</value>
    public int Cutoff { get; init => field = AtLeast(value, 0, nameof(Cutoff)); }

    /// <summary>Gets a value indicating whether the model is trained further after a cutoff, before quantisation (<c>-retrain</c>).</summary>
    /// <value>Default: false.</value>
    public bool Retrain { get; init; }

    /// <summary>The number of epochs of the further training (<c>-epoch</c>).</summary>
    /// <value>1 or more. Default: 5.</value>
    public int Epochs { get; init => field = AtLeast(value, 1, nameof(Epochs)); } = 5;

    /// <summary>The learning rate of the further training (<c>-lr</c>).</summary>
    /// <value>Above 0. Default: 0.05.</value>
    public double LearningRate
    {
        get;
        init => field = double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, null);
    } = 0.05;

    /// <summary>
    /// Gets a value indicating whether the norms of the vectors are quantised separately (<c>-qnorm</c>). This costs one byte for each row and is more
    /// accurate.
    /// </summary>
    /// <value>Default: false.</value>
    public bool QuantizeNorm { get; init; }

    /// <summary>Gets a value indicating whether the output matrix is quantised too (<c>-qout</c>). This needs at least 256 labels.</summary>
    /// <value>Default: false.</value>
    public bool QuantizeOutput { get; init; }

    /// <summary>The number of dimensions encoded in one byte (<c>-dsub</c>).</summary>
    /// <value>1 or more. Default: 2.</value>
    public int SubvectorDimension { get; init => field = AtLeast(value, 1, nameof(SubvectorDimension)); } = 2;

    /// <summary>
    /// The number of threads (<c>-thread</c>). Quantisation gives the same bytes with any number. Further training is reproducible only with 1.
    /// </summary>
    /// <value>1 or more. Default: 1.</value>
    public int Threads { get; init => field = AtLeast(value, 1, nameof(Threads)); } = 1;

    /// <summary>The prefix of labels in the training text (<c>-label</c>).</summary>
    /// <value>Default: <c>__label__</c>.</value>
    public string LabelPrefix { get; init => field = OptionChecks.NotEmpty(value); } = "__label__";

    private static int AtLeast(int value, int least, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"At least {least}.");
}
