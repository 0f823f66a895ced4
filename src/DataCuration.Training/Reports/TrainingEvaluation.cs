namespace DataCuration.Training;

/// <summary>An evaluation made during training.</summary>
/// <param name="Step">The number of completed steps.</param>
/// <param name="BitsPerByte">Bits per byte of the evaluation set.</param>
/// <param name="Perplexity">Perplexity per token of the evaluation set.</param>
public sealed record TrainingEvaluation(long Step, double BitsPerByte, double Perplexity)
{
    /// <summary>The name of the evaluation set.</summary>
    /// <value>Default <see cref="EvaluationSets.SingleName"/>.</value>
    public string Set { get; init; } = EvaluationSets.SingleName;
}
