namespace DataCuration.Training;

/// <summary>Trains a language model from nothing on token shards.</summary>
public interface IPretrainingBackend
{
    /// <summary>Trains. If the checkpoint folder holds a checkpoint of the same training, goes on from there.</summary>
    /// <param name="tokens">The training tokens. Must stay open.</param>
    /// <param name="model">The model's form.</param>
    /// <param name="options">How to train it.</param>
    /// <param name="evaluation">What to evaluate it on; null for nothing.</param>
    /// <param name="progress">Is told every <see cref="TrainingOptions.LossInterval"/> steps, and at each evaluation; null for no one.</param>
    /// <param name="cancellationToken">Stops the training after the current step; a checkpoint is written first, if there is a folder for it.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CheckpointException">The checkpoint folder holds another training, or a damaged one.</exception>
    Task<TrainingReport> PretrainAsync(TokenShards tokens, DecoderOptions model, TrainingOptions options, EvaluationSet? evaluation = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default);
}
