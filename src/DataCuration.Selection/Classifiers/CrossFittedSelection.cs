using System.Globalization;
using System.Text;
using DataCuration.FastText;

namespace DataCuration.Selection;

/// <summary>
/// Splits a source corpus by a classifier between source and target: keeps the documents that look most like the target. The classifier is cross-fitted: a
/// document is scored by a model that was trained without it, so that no model has learned that the document is of the source.
/// </summary>
/// <remarks>
/// Documents of both corpora are dealt to folds by the hash of their text, so that equal texts are in one fold. For each fold, a fastText classifier is
/// trained on the others, with equally many examples of both sides. Seed and text decide which they are, and their order. The list's table
/// <c>target_probability</c> has the probability of the target for each document. A document without a word that the model knows is not selected. Models train
/// on one thread each, so that the result is the same each time.
/// <para>Memory: a model for each worker, and about 100 MB. Disk: the texts of both corpora.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl"), target = Corpus.FromJsonl("target/*.jsonl");
/// KeepList near = await pool.FitAsync(new CrossFittedSelection(target) { Share = 0.2 }, run);
/// </code>
/// </example>
/// <param name="target">The target.</param>
public sealed class CrossFittedSelection(Corpus target) : CorpusFit<KeepList>
{
    private const string ModelSuffix = ".bin";
    private const string ProbabilityName = "target_probability";
    private const string TargetLabel = ExampleLine.Prefix + "target", SourceLabel = ExampleLine.Prefix + "source";
    private readonly Corpus target = target ?? throw new ArgumentNullException(nameof(target));

    /// <summary>The share of the documents to keep; above 0, at most 1. Default: 0.1 (our choice).</summary>
    public double Share { get; init => field = SelectionChecks.Share(value); } = 0.1;

    /// <summary>The number of folds, 2 to 100. Default: 5 (our choice).</summary>
    public int Folds
    {
        get;
        init => field = value is >= 2 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There are 2 to 100 folds.");
    } = 5;

    /// <summary>The maximum number of training examples of each side in a fold, 1 or more. Default: 100,000 (our choice).</summary>
    public long MaxExamples
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one example is needed.");
    } = 100_000;

    /// <summary>
    /// The training options: a classifier with the default label prefix. The number of threads is not used: each model trains on one. Default:
    /// <see cref="ClassifierTraining.PreSelect"/>.
    /// </summary>
    public FastTextTrainingOptions Training { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ClassifierTraining.PreSelect;

    /// <summary>The seed of the folds, of the examples, and of the draw among equal probabilities. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "cross-fitted-selection";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => [target];

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 3);
        writer.Add(nameof(Share), Share);
        writer.Add(nameof(Folds), Folds);
        writer.Add(nameof(MaxExamples), MaxExamples);
        writer.BeginScope(nameof(Training));
        TrainingDescription.Describe(Training with { Threads = 1 }, writer);
        writer.EndScope();
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        if (Training.Kind != FastTextModelKind.Supervised || Training.LabelPrefix != ExampleLine.Prefix)
            throw new InvalidOperationException($"A classifier needs training of kind {FastTextModelKind.Supervised} with the label prefix "
                + $"'{ExampleLine.Prefix}', not {Training.Kind} with '{Training.LabelPrefix}'.");
        PhaseFiles documents = await scope.MapAsync("documents", scope.Corpus, new CrossFitSink(), cancellationToken).ConfigureAwait(false);
        PhaseFiles targets = await scope.MapAsync("targets", target, new CrossFitSink(), cancellationToken).ConfigureAwait(false);
        if (documents.Report.Kept == 0) throw SelectionChecks.NoDocuments();
        if (targets.Report.Kept == 0) throw new InsufficientDataException("The target has no documents, so there is nothing to compare with.");
        PhaseFiles models = await scope.ReduceAsync("models", Folds, (output, token) =>
        {
            Train(output, documents, targets, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles scored = await scope.ReduceAsync("scores", scope.ShardCount, (output, token) =>
        {
            Score(output, documents, models, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        using var scores = new RecordTable<double>(scored, ProbabilityName);
        var table = new AnnotationTable(documents, 0, 0);
        double ScoreOf(AnnotationRow row) => scores.TryGet(row.Shard, row.Record, out double score) ? score : double.NaN;
        var program = new SelectionProgram
        {
            Table = table,
            Scores = [ProbabilityName],
            CandidateFactory = _ => row => ScoreOf(row) is var score && double.IsNaN(score) ? Candidate.Unrated
                : Candidate.Of(0, 0, score, Seed, row.IdHash),
            Share = strata => [.. strata.Select(stratum => QuantileSelection.ShareOf(stratum.Available, Share))],
            Unit = DocumentMeasure.Documents.Unit,
            AddProvenance = (part, shard) =>
            {
                RecordTableWriter<double> written = part.AddProvenance<double>(ProbabilityName);
                foreach (AnnotationRow row in table.RowsOf(shard)) written.Append(row.Record, ScoreOf(row));
            },
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    private int FoldOf(ulong hash) => (int)(SeededRandom.Mix(SeededRandom.Mix(unchecked(Seed + 1)) ^ hash) % (ulong)Folds);

    /// <summary>Trains the model of a fold on the documents of the others.</summary>
    private void Train(ShardOutput output, PhaseFiles documents, PhaseFiles targets, CancellationToken cancellationToken)
    {
        long available = Count(documents, output.Index, cancellationToken), wanted = Count(targets, output.Index, cancellationToken);
        long each = Math.Min(MaxExamples, Math.Min(available, wanted));
        if (each == 0) throw new InsufficientDataException(string.Create(CultureInfo.InvariantCulture, $"Fold {output.Index} has {available} documents of the "
            + $"source and {wanted} of the target to train on: lower {nameof(Folds)} or add documents."));
        string folder = output.CreateScratchFolder(), path = Path.Combine(folder, "train.txt");
        using (var lines = new ShuffledLines(folder))
        using (FileStream file = File.Create(path))
        {
            Add(lines, documents, output.Index, SourceLabel, each, cancellationToken);
            Add(lines, targets, output.Index, TargetLabel, each, cancellationToken);
            lines.WriteTo(file, null, cancellationToken);
        }
        // With several threads, the model would differ between runs.
        FastTextTrainer.Train(path, Training with { Threads = 1 }, null, cancellationToken).Write(output.CreateFile(output.Name + ModelSuffix));
    }

    private long Count(PhaseFiles files, int fold, CancellationToken cancellationToken) => Keys(files, fold, cancellationToken).LongCount();

    /// <summary>
    /// Lists a key for each document outside a fold, by seed and text: those with the smallest keys are drawn. Draws for each document by itself could give
    /// no example of a side that has few.
    /// </summary>
    private IEnumerable<ulong> Keys(PhaseFiles files, int fold, CancellationToken cancellationToken)
    {
        using var table = new RecordTable<ulong>(files, CrossFitSink.HashName);
        for (int shard = 0; shard < files.TaskCount; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using RecordTablePart<ulong>? part = table.OpenShard(shard);
            if (part is null) continue;
            for (RecordCursor<ulong> cursor = part.Read(); cursor.Read();)
                if (FoldOf(cursor.Value) != fold) yield return KeyOf(cursor.Value);
        }
    }

    private ulong KeyOf(ulong hash) => SeededRandom.Mix(SeededRandom.Mix(unchecked(Seed + 2)) ^ hash);

    /// <summary>Finds the largest of the smallest keys, and how often it is among them. Memory: 512 KiB and the keys of one bin of 65,536.</summary>
    private (ulong Last, long Times) FindLast(PhaseFiles files, int fold, long count, CancellationToken cancellationToken)
    {
        const int Shift = 48;
        var bins = new long[1 << (64 - Shift)];
        foreach (ulong key in Keys(files, fold, cancellationToken)) bins[key >> Shift]++;
        int bin = 0;
        long left = count;
        while (bins[bin] < left) left -= bins[bin++];
        ulong[] keys = [.. Keys(files, fold, cancellationToken).Where(key => key >> Shift == (ulong)bin)];
        Array.Sort(keys);
        ulong last = keys[left - 1];
        return (last, left - keys.LongCount(key => key < last));
    }

    /// <summary>Adds a number of the documents outside a fold. There are enough of them.</summary>
    private void Add(ShuffledLines lines, PhaseFiles files, int fold, string label, long count, CancellationToken cancellationToken)
    {
        (ulong last, long times) = FindLast(files, fold, count, cancellationToken);
        byte[] start = Encoding.UTF8.GetBytes(label + " ");
        for (int shard = 0; shard < files.TaskCount; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach ((_, ulong hash, ReadOnlyMemory<byte> line) in CrossFitSink.Read(files, shard))
            {
                // Documents with equal keys have equal texts, or nearly all of them: which of them are written does not matter.
                if (FoldOf(hash) == fold || KeyOf(hash) is var key && (key > last || (key == last && times-- <= 0))) continue;
                lines.Add(SeededRandom.Mix(SeededRandom.Mix(unchecked(Seed + 3)) ^ hash), start, line.Span);
            }
        }
    }

    private void Score(ShardOutput output, PhaseFiles documents, PhaseFiles models, CancellationToken cancellationToken)
    {
        var loaded = new (FastTextScorer Scorer, int Target)?[Folds];
        var table = new RecordTableWriter<double>(output, ProbabilityName);
        Span<float> scores = stackalloc float[2];
        foreach ((long record, ulong hash, ReadOnlyMemory<byte> line) in CrossFitSink.Read(documents, output.Index))
        {
            cancellationToken.ThrowIfCancellationRequested();
            int fold = FoldOf(hash);
            if (loaded[fold] is null)
            {
                using Stream stream = models.Files.OpenRead(models.Find(fold, ModelSuffix)!, FileReadPattern.Sequential);
                FastTextModel model = FastTextModel.Load(stream, $"the model of fold {fold}");
                loaded[fold] = (new FastTextScorer(model), model.Labels.ToList().IndexOf("target"));
            }
            (FastTextScorer scorer, int label) = loaded[fold]!.Value;
            scorer.Score([line], scores);
            table.Append(record, scores[label]);
        }
        table.Complete();
    }
}
