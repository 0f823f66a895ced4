using System.Globalization;

namespace DataCuration.Training;

/// <summary>Makes the runs of an experiment: opens the tokens one after another, and trains several models at a time.</summary>
internal sealed class ExperimentJob(SelectionExperiment experiment, EvaluationSets evaluation, int total, IProgress<ExperimentProgress>? progress) : IDisposable
{
    private readonly SemaphoreSlim trainers = new(experiment.ParallelRuns);
    private int finished;

    /// <summary>Makes all runs; in the result, those of a selection follow one another.</summary>
    public async Task<IReadOnlyList<ExperimentRun>> RunAsync(IReadOnlyList<ExperimentSelection> selections, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var runs = new Dictionary<(string, ulong), Task<ExperimentRun>>();
        try
        {
            foreach (ulong seed in experiment.Seeds)
            {
                foreach (ExperimentSelection selection in selections)
                {
                    stop.Token.ThrowIfCancellationRequested();
                    TokenMixture tokens = await selection.OpenAsync(seed, stop.Token).ConfigureAwait(false);
                    runs[(selection.Name, seed)] = RunAsync(selection, seed, tokens, stop);
                }
            }
            await Task.WhenAll(runs.Values).ConfigureAwait(false);
        }
        catch
        {
            // Trainings read files that the caller closes: they have to end first.
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(runs.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // The first failure stopped the others; their cancellation is no news.
            cancellationToken.ThrowIfCancellationRequested();
            foreach (Task<ExperimentRun> run in runs.Values)
                if (run.IsFaulted) await run.ConfigureAwait(false);
            throw;
        }
        return [.. selections.SelectMany(selection => experiment.Seeds.Select(seed => runs[(selection.Name, seed)].Result))];
    }

    public void Dispose() => trainers.Dispose();

    private async Task<ExperimentRun> RunAsync(ExperimentSelection selection, ulong seed, TokenMixture tokens, CancellationTokenSource stop)
    {
        try
        {
            return await RunAsync(selection.Name, seed, tokens, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            if (selection.OwnsTokens)
                foreach (WeightedTokenShards part in tokens.Parts) part.Shards.Dispose();
        }
    }

    private async Task<ExperimentRun> RunAsync(string selection, ulong seed, TokenMixture tokens, CancellationToken cancellationToken)
    {
        string name = ExperimentRun.NameOf(selection, seed);
        double passes = RequireTokens(name, tokens);
        var folder = new ExperimentRunFolder(Path.Combine(experiment.Folder, "runs", name));
        IReadOnlyList<FingerprintPart> identity = ExperimentIdentity.Of(experiment, seed, tokens, evaluation);
        if (folder.TryRead(selection, seed, identity, evaluation, experiment.WhenChanged) is { } before)
        {
            Report(name, ExperimentRunState.Found, null, before);
            return before;
        }
        await trainers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            folder.Begin();
            TrainingOptions options = experiment.Training with
            {
                Seed = seed,
                CheckpointFolder = folder.Model,
                WhenChanged = experiment.WhenChanged,
                LogFolder = experiment.Training.LogFolder is { } logs ? Path.Combine(logs, name) : null,
            };
            var steps = new Steps(value => Report(name, ExperimentRunState.Training, value, null));
            TrainingReport training = await experiment.Backend
                .PretrainAsync(tokens, experiment.Model, options, evaluation, steps, cancellationToken).ConfigureAwait(false);
            ExperimentRun run = Make(selection, seed, tokens, passes, training);
            folder.Write(run, identity, evaluation);
            Report(name, ExperimentRunState.Finished, null, run);
            return run;
        }
        finally
        {
            trainers.Release();
        }
    }

    /// <summary>Returns the number of times that a training reads the selection, or the set of it that is read most often.</summary>
    private double RequireTokens(string name, TokenMixture tokens)
    {
        long needed = experiment.TokensPerRun;
        double most = 0;
        for (int i = 0; i < tokens.Parts.Count; i++)
        {
            if (tokens.AllPhases.All(phase => tokens.WeightsOf(phase)[i] == 0)) continue;
            TokenShards part = tokens.Parts[i].Shards;
            if (part.TokenCount == 0) throw new InvalidOperationException($"The selection of '{name}' has no tokens in '{part.Folder}'.");
            double passes = (double)needed / tokens.TokensForEpochs(i, 1);
            most = Math.Max(most, passes);
            if (passes <= experiment.MaxPasses) continue;
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The selection of '{name}' has {part.TokenCount:N0} tokens in "
                + $"'{part.Folder}', and a training of {needed:N0} tokens reads them {passes:F2} times; {nameof(SelectionExperiment.MaxPasses)} is "
                + $"{experiment.MaxPasses}. Select more, train on fewer tokens, or allow more passes."));
        }
        return most;
    }

    private ExperimentRun Make(string selection, ulong seed, TokenMixture tokens, double passes, TrainingReport training)
    {
        foreach ((string name, EvaluationSet set) in evaluation.Sets)
            if (!training.FinalEvaluations.TryGetValue(name, out EvaluationResult? result) || result.Documents.Count != set.Documents.Count)
                throw new InvalidOperationException($"The backend gave no evaluation of the set '{name}' with its {set.Documents.Count} documents.");
        return new()
        {
            Selection = selection,
            Seed = seed,
            SelectionTokens = tokens.Parts.Sum(part => part.Shards.TokenCount),
            TokensSeen = training.TokensSeen,
            Passes = training.Sources.Count > 0 ? training.Sources.Max(source => source.Epochs) : passes,
            Steps = training.Steps,
            ParameterCount = training.ParameterCount,
            Seconds = training.Seconds,
            Device = training.Device,
            ModelFolder = training.ModelFolder,
            Evaluations = evaluation.Sets.ToDictionary(set => set.Name, set => training.FinalEvaluations[set.Name], StringComparer.Ordinal),
            Warnings = [.. training.Warnings],
        };
    }

    private void Report(string run, ExperimentRunState state, TrainingProgress? training, ExperimentRun? result)
    {
        int done = result is null ? Volatile.Read(ref finished) : Interlocked.Increment(ref finished);
        progress?.Report(new() { Run = run, State = state, Training = training, Result = result, FinishedRuns = done, TotalRuns = total });
    }

    /// <summary>Reports on the training's thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Steps(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
