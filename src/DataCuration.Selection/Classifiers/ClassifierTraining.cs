using DataCuration.FastText;

namespace DataCuration.Selection;

/// <summary>
/// Trains a fastText classifier on a labelled corpus. It splits the examples, balances the training examples, trains the model, evaluates it on the test
/// examples and saves it with its provenance. With one thread, the same corpus and options give the same bytes.
/// </summary>
/// <remarks>
/// A document is an example of one label. Its text becomes one line. Words that fastText would read as a label (<c>__label__…</c>) or as the end of the
/// line (<c>&lt;/s&gt;</c>) lose their first character. White space in labels becomes an underscore. Test examples with the same text as a training example
/// are excluded and counted.
/// <para>
/// Memory: the model, the hash of each training text (about 40 bytes an example), one bit for each other document, 100 bytes for each test example if labels
/// are numbers, and about 100 MB. Texts are streamed from files.
/// </para>
/// </remarks>
/// <param name="label">The annotation or field that holds the label.</param>
public sealed class ClassifierTraining(string label) : CorpusFit<TrainedClassifier>
{
    private readonly string label = OptionChecks.NotEmpty(label);

    /// <summary>
    /// PreSelect's settings (<c>train_fasttext.py</c>): 3 epochs, learning rate 0.1, word n-grams up to 2, fastText's defaults otherwise.
    /// </summary>
    public static FastTextTrainingOptions PreSelect { get; } = new() { Epochs = 3, LearningRate = 0.1, WordNGrams = 2 };

    /// <summary>
    /// Settings for learning a language model's ratings from some thousand rated documents: 25 epochs, learning rate 0.5, 50 dimensions, words only. They are
    /// our choice; word n-grams would add two million rows to a model.
    /// </summary>
    public static FastTextTrainingOptions Distillation { get; } = new() { Epochs = 25, LearningRate = 0.5, Dimension = 50 };

    /// <summary>The training options: a classifier with the default label prefix. Default: fastText's defaults.</summary>
    public FastTextTrainingOptions Training { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The annotation or field that holds the source. Default: <c>source</c>.</summary>
    public string SourceField { get; init => field = OptionChecks.NotEmpty(value); } = WellKnownAnnotations.Source.Name;

    /// <summary>
    /// Sources whose documents are training examples only, such as <see cref="PseudoLabels.Source"/>: a model must not be tested on labels that a model gave.
    /// Default: empty.
    /// </summary>
    public IReadOnlyList<string> TrainOnlySources { get; init => field = SelectionChecks.Names(value, nameof(value)); } = [];

    /// <summary>The split of the examples. Default: <see cref="ClassifierSplit.Automatic"/>.</summary>
    public ClassifierSplit Split { get; init; }

    /// <summary>The approximate share of test examples; above 0, below 1. Default: 0.2.</summary>
    public double TestShare
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share must be above 0 and below 1.");
    } = 0.2;

    /// <summary>
    /// The balancing of training examples. Default: <see cref="ClassifierBalance.Labels"/>. One rare label limits all others to its own number. If less
    /// than a tenth of the examples remains, the run warns.
    /// </summary>
    public ClassifierBalance Balance { get; init; } = ClassifierBalance.Labels;

    /// <summary>The maximum ratio of a label's training examples to the rarest label's, if <see cref="Balance"/> is set; 1 or more. Default: 1.</summary>
    public double BalanceRatio
    {
        get;
        init => field = value >= 1 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A ratio must be 1 or more.");
    } = 1;

    /// <summary>
    /// The seed of split, balancing and the order of training examples. The training's own seed is <see cref="FastTextTrainingOptions.Seed"/>. Default: 0.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>Receives progress reports of the training. Default: null.</summary>
    public IProgress<FastTextTrainingProgress>? Progress { get; init; }

    /// <inheritdoc/>
    public override string Name => "classifier";

    /// <summary>The field of the label.</summary>
    internal string Label => label;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.Add("label", label);
        writer.BeginScope(nameof(Training));
        TrainingDescription.Describe(Training, writer);
        writer.EndScope();
        writer.Add(nameof(SourceField), SourceField);
        SelectionChecks.Describe(writer, nameof(TrainOnlySources), TrainOnlySources);
        writer.Add(nameof(Split), Split.ToString());
        writer.Add(nameof(TestShare), TestShare);
        writer.Add(nameof(Balance), Balance.ToString());
        writer.Add(nameof(BalanceRatio), BalanceRatio);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<TrainedClassifier> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (Training.Kind != FastTextModelKind.Supervised || Training.LabelPrefix != ExampleLine.Prefix)
            throw new InvalidOperationException($"A classifier needs training of kind {FastTextModelKind.Supervised} with the label prefix "
                + $"'{ExampleLine.Prefix}', not {Training.Kind} with '{Training.LabelPrefix}'.");
        PhaseFiles examples = await scope.MapAsync("examples", scope.Corpus, new ExampleSink(label, SourceField), cancellationToken).ConfigureAwait(false);
        PhaseFiles parts = await scope.FinishAsync("parts", (output, token) =>
        {
            var splitter = new ExampleSplitter(new AnnotationTable(examples, 2, 0), examples, this);
            splitter.Write(output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles model = await scope.FinishAsync("model", (output, token) =>
        {
            FastTextModel trained = FastTextTrainer.Train(LocalPath(parts, ExampleSplitter.TrainName, output), Training, Progress, token);
            string fingerprint = trained.Write(output.CreateFile(TrainedClassifier.ModelName));
            using Stream test = parts.Files.OpenRead(parts.Find(0, ExampleSplitter.TestName)!, FileReadPattern.Sequential);
            (ClassifierEvaluation evaluation, ScoreAgreement? scores) = ClassifierEvaluator.Evaluate(trained, test, token);
            ClassifierProvenance.Write(output.CreateFile(TrainedClassifier.ProvenanceName), this, fingerprint, parts, evaluation, scores);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return TrainedClassifier.Load(model.Folder, model.Files);
    }

    /// <summary>Returns a local path of a file, as the trainer needs it. Copies the file to a scratch folder if the store is not local.</summary>
    private static string LocalPath(PhaseFiles parts, string name, ShardOutput output)
    {
        string path = parts.Find(0, name)!;
        if (parts.Files.TryGetLocalPath(path, out string? local)) return local;
        string copy = Path.Combine(output.CreateScratchFolder(), name);
        using Stream input = parts.Files.OpenRead(path, FileReadPattern.Sequential);
        using FileStream target = File.Create(copy);
        input.CopyTo(target);
        return copy;
    }
}
