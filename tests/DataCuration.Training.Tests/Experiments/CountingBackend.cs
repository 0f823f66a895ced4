namespace DataCuration.Training.Tests.Experiments;

/// <summary>
/// A backend without torch: its model is the frequency of each token after each other one in the training rows, with one added to every count. It reads rows as
/// every backend does, takes part in cancellation, and knows what it was asked for.
/// </summary>
internal sealed class CountingBackend : IPretrainingBackend
{
    private readonly Lock gate = new();
    private readonly List<TrainingOptions> trained = [];

    /// <summary>The options of the trainings that were finished.</summary>
    public IReadOnlyList<TrainingOptions> Trained
    {
        get
        {
            lock (gate) return [.. trained];
        }
    }

    /// <summary>Called at the start of each training.</summary>
    public Action<TrainingOptions>? OnStart { get; init; }

    public async Task<TrainingReport> PretrainAsync(TokenMixture tokens, DecoderOptions model, TrainingOptions options, EvaluationSets? evaluation = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        OnStart?.Invoke(options);
        var rows = new MixedRows(tokens, model, options);
        var row = new TrainingRow(model.ContextLength);
        var counts = new double[model.VocabularySize, model.VocabularySize];
        long seen = 0, total = options.TotalRows(model);
        for (long i = 0; i < total; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Read(i, row);
            for (int at = 0; at < row.Length; at++) counts[row.Inputs[at], row.Targets[at]]++;
            seen += row.Length;
            if (i == total / 2) progress?.Report(Progress(i, total, seen));
        }
        var evaluations = evaluation!.Sets.ToDictionary(set => set.Name, set => Evaluate(set.Set, counts, model.VocabularySize), StringComparer.Ordinal);
        lock (gate) trained.Add(options);
        return new()
        {
            Steps = options.TotalSteps(model),
            ResumedFrom = 0,
            TokensSeen = seen,
            Epochs = rows.CountEpochs(0, total),
            Sources = [.. tokens.Parts.Select((part, i) => new TrainingSource
            {
                Folder = part.Shards.Folder, Weight = part.Weight, TokensSeen = seen, Epochs = rows.CountEpochs(i, total),
            })],
            Seconds = 0.5,
            TokensPerSecond = seen * 2,
            ParameterCount = counts.Length,
            TrainedParameterCount = counts.Length,
            Device = "cpu",
            Threads = 1,
            Losses = [],
            Evaluations = [],
            FinalEvaluation = evaluations[evaluation.Sets[0].Name],
            FinalEvaluations = evaluations,
            ModelFolder = options.CheckpointFolder,
            StoppedEarly = false,
            BestModelFolder = null,
            Warnings = [],
        };
    }

    private static EvaluationResult Evaluate(EvaluationSet set, double[,] counts, int vocabulary) => new([.. set.Documents.Select(document =>
    {
        double bits = 0;
        int last = set.StartToken;
        foreach (int token in document.Tokens.Span)
        {
            double all = vocabulary;
            for (int other = 0; other < vocabulary; other++) all += counts[last, other];
            bits -= Math.Log2((counts[last, token] + 1) / all);
            last = token;
        }
        return new DocumentEvaluation { Id = document.Id, Bits = bits, Utf8Bytes = document.Utf8Bytes, Tokens = document.Tokens.Length };
    })]);

    private static TrainingProgress Progress(long step, long total, long seen) => new()
    {
        Step = step,
        TotalSteps = total,
        Loss = 1,
        LearningRate = 1,
        TokensSeen = seen,
        TokensPerSecond = 1,
        Evaluation = null,
    };
}
