namespace DataCuration.FastText;

/// <summary>How a classifier is made small: the arguments of the C++ program's <c>quantize</c>, with its defaults (version 0.9.2; Joulin et al. 2016, "FastText.zip").</summary>
public sealed record FastTextQuantizationOptions
{
    /// <summary>How many words and n-grams are kept, those with the longest vectors and the end of line (<c>-cutoff</c>).</summary>
    /// <value>0 or more; 0, the default, and numbers from the input's rows upwards keep all.</value>
    public int Cutoff { get; init => field = AtLeast(value, 0, nameof(Cutoff)); }

    /// <summary>Whether the model is trained on after a cutoff, before it is quantised (<c>-retrain</c>).</summary>
    /// <value>Default: false.</value>
    public bool Retrain { get; init; }

    /// <summary>How many times the text is read in that training (<c>-epoch</c>).</summary>
    /// <value>1 or more. Default: 5.</value>
    public int Epochs { get; init => field = AtLeast(value, 1, nameof(Epochs)); } = 5;

    /// <summary>The learning rate of that training (<c>-lr</c>).</summary>
    /// <value>Above 0. Default: 0.05.</value>
    public double LearningRate { get; init => field = double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, null); } = 0.05;

    /// <summary>Whether the lengths of the vectors are quantised apart (<c>-qnorm</c>): a byte more for each row, and more exact.</summary>
    /// <value>Default: false.</value>
    public bool QuantizeNorm { get; init; }

    /// <summary>Whether the output matrix is quantised too (<c>-qout</c>), which takes 256 labels or more.</summary>
    /// <value>Default: false.</value>
    public bool QuantizeOutput { get; init; }

    /// <summary>How many dimensions share a byte (<c>-dsub</c>).</summary>
    /// <value>1 or more. Default: 2.</value>
    public int SubvectorDimension { get; init => field = AtLeast(value, 1, nameof(SubvectorDimension)); } = 2;

    /// <summary>How many threads work. Quantisation gives the same with any number, training on only with 1 (<c>-thread</c>).</summary>
    /// <value>1 or more. Default: 1.</value>
    public int Threads { get; init => field = AtLeast(value, 1, nameof(Threads)); } = 1;

    /// <summary>What labels in the training text begin with (<c>-label</c>).</summary>
    /// <value>Default: <c>__label__</c>.</value>
    public string LabelPrefix { get; init => field = OptionChecks.NotEmpty(value); } = "__label__";

    private static int AtLeast(int value, int least, string name) => value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"At least {least}.");
}
