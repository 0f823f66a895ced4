namespace DataCuration.Training;

/// <summary>Trains a language model on token shards.</summary>
public interface IPretrainingBackend
{
    /// <summary>Trains a model. Resumes if the checkpoint folder holds a checkpoint of the same training.</summary>
    /// <param name="tokens">The training tokens: one <see cref="TokenShards"/>, or several with weights. They must stay open.</param>
    /// <param name="model">The model's dimensions.</param>
    /// <param name="options">The training options.</param>
    /// <param name="evaluation">One <see cref="EvaluationSet"/>, or several with names; null for no evaluation.</param>
    /// <param name="progress">Receives a report every <see cref="TrainingOptions.LossInterval"/> steps and after each evaluation. Default: null.</param>
    /// <param name="cancellationToken">Stops the training after the current step. If there is a checkpoint folder, a checkpoint is written first.</param>
    /// <returns>The training's result.</returns>
    /// <exception cref="CheckpointException">The checkpoint folder holds another training, or a damaged checkpoint.</exception>
    Task<TrainingReport> PretrainAsync(TokenMixture tokens, DecoderOptions model, TrainingOptions options, EvaluationSets? evaluation = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default);
}
