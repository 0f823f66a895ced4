using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>Evaluates the mixtures of an iteration, several at a time, except those whose score is in the journal.</summary>
internal sealed class EvaluationRound(IMixtureEvaluator evaluator, IReadOnlyList<string> names, MixtureJournal? journal,
    IProgress<MixtureSearchProgress>? progress)
{
    private int finished;

    public required int Parallel { get; init; }

    public required int Total { get; init; }

    /// <summary>Evaluates mixtures and returns them in their order.</summary>
    public async Task<MixtureEvaluation[]> RunAsync(int iteration, List<(double[] Weights, double? Predicted)> mixtures, CancellationToken cancellationToken)
    {
        var results = new MixtureEvaluation[mixtures.Count];
        var missing = new List<int>();
        for (int i = 0; i < results.Length; i++)
        {
            if (journal?.Find(iteration, i, mixtures[i].Weights) is { } score) Finish(results, Make(iteration, i, mixtures[i], score), wasFound: true);
            else missing.Add(i);
        }
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(missing, options, async (i, stop) =>
        {
            var weights = new MixtureWeights(names, mixtures[i].Weights);
            double score = await EvaluateAsync(weights, stop).ConfigureAwait(false);
            if (!double.IsFinite(score))
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                    $"'{evaluator.Name}' returned the score {score} for the mixture {weights}; a score must be finite."));
            MixtureEvaluation evaluation = Make(iteration, i, mixtures[i], score);
            journal?.Add(evaluation);
            Finish(results, evaluation, wasFound: false);
        }).ConfigureAwait(false);
        return results;
    }

    private async Task<double> EvaluateAsync(MixtureWeights weights, CancellationToken stop)
    {
        try
        {
            return await evaluator.EvaluateAsync(weights, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            // A caller takes a bare cancellation for its own.
            throw new InvalidOperationException(
                $"'{evaluator.Name}' was cancelled at the mixture {weights}, and not by the search: a time limit of its own may have ended it. {e.Message}", e);
        }
    }

    private MixtureEvaluation Make(int iteration, int index, (double[] Weights, double? Predicted) mixture, double score) => new()
    {
        Iteration = iteration,
        Index = index,
        Weights = new(names, mixture.Weights),
        Predicted = mixture.Predicted,
        Score = score,
    };

    private void Finish(MixtureEvaluation[] results, MixtureEvaluation evaluation, bool wasFound)
    {
        results[evaluation.Index] = evaluation;
        int done = Interlocked.Increment(ref finished);
        progress?.Report(new() { Evaluation = evaluation, WasFound = wasFound, Finished = done, Total = Total });
    }
}
