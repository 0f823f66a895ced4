using DataCuration.Training;

namespace DataCuration.Mixing.Tests.Search;

/// <summary>A backend whose model is the frequency of each token in the training rows.</summary>
internal sealed class CountingTrainer : IPretrainingBackend
{
    public List<TrainingOptions> Trained { get; } = [];

    public Task<TrainingReport> PretrainAsync(TokenMixture tokens, DecoderOptions model, TrainingOptions options, EvaluationSets? evaluation = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Trained.Add(options);
        var rows = new MixedRows(tokens, model, options);
        var row = new TrainingRow(model.ContextLength);
        var counts = new double[model.VocabularySize];
        Array.Fill(counts, 1);
        for (long i = 0; i < options.TotalRows(model); i++)
        {
            rows.Read(i, row);
            for (int at = 0; at < row.Length; at++) counts[row.Targets[at]]++;
        }
        double all = counts.Sum();
        Dictionary<string, EvaluationResult> results = evaluation!.Sets.ToDictionary(set => set.Name, set => new EvaluationResult([.. set.Set.Documents
            .Select(document => new DocumentEvaluation
            {
                Id = document.Id,
                Bits = document.Tokens.ToArray().Sum(token => -Math.Log2(counts[token] / all)),
                Utf8Bytes = document.Utf8Bytes,
                Tokens = document.Tokens.Length,
            })]), StringComparer.Ordinal);
        return Task.FromResult(new TrainingReport
        {
            Steps = options.TotalSteps(model),
            ResumedFrom = 0,
            TokensSeen = 1,
            Epochs = 1,
            Sources = [],
            Seconds = 1,
            TokensPerSecond = 1,
            ParameterCount = 1,
            TrainedParameterCount = 1,
            Device = "cpu",
            Threads = 1,
            Losses = [],
            Evaluations = [],
            FinalEvaluation = null,
            FinalEvaluations = results,
            ModelFolder = null,
            StoppedEarly = false,
            BestModelFolder = null,
            Warnings = [],
        });
    }
}
