namespace DataCuration.Training;

/// <summary>Trainings in several stages, each of which continues from the model of the one before.</summary>
public static class TrainingStages
{
    /// <summary>
    /// Trains a model in stages, such as first on general texts and then on those of a domain (FitzGerald et al. 2022, "Alexa Teacher Model": two stages). Each
    /// stage has a new optimizer and its own learning rates. It continues from the best model of the one before if that has
    /// <see cref="TrainingOptions.Patience"/>, and from its last model otherwise. A stage that was stopped resumes, and a finished one is not trained again.
    /// </summary>
    /// <param name="backend">The backend.</param>
    /// <param name="stages">The stages, in their order.</param>
    /// <param name="model">The model's dimensions.</param>
    /// <param name="folder">The folder of all checkpoints, with a folder for each stage.</param>
    /// <param name="evaluation">The evaluation sets of all stages; null for no evaluation.</param>
    /// <param name="progress">Receives the reports of all stages. Default: null.</param>
    /// <param name="cancellationToken">Stops the training after the current step, with a checkpoint.</param>
    /// <returns>The result of each stage.</returns>
    /// <exception cref="ArgumentException">There is no stage, or two have the same name.</exception>
    /// <exception cref="CheckpointException">A checkpoint belongs to another training, or is damaged.</exception>
    public static async Task<IReadOnlyList<TrainingReport>> PretrainInStagesAsync(this IPretrainingBackend backend, IReadOnlyList<TrainingStage> stages,
        DecoderOptions model, string folder, EvaluationSets? evaluation = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(stages);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (stages.Count == 0) throw new ArgumentException("There is no stage.", nameof(stages));
        if (stages.Select(stage => stage.Name).Distinct(StringComparer.Ordinal).Count() < stages.Count)
            throw new ArgumentException("Two stages have the same name.", nameof(stages));
        var reports = new List<TrainingReport>();
        foreach (TrainingStage stage in stages)
        {
            TrainingOptions options = stage.Options with { CheckpointFolder = Path.Combine(folder, stage.Name) };
            if (reports.Count > 0) options = options with { InitialModel = reports[^1].BestModelFolder ?? reports[^1].ModelFolder };
            reports.Add(await backend.PretrainAsync(stage.Tokens, model, options, evaluation, progress, cancellationToken).ConfigureAwait(false));
        }
        return reports;
    }
}
