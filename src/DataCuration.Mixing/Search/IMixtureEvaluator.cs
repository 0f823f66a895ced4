namespace DataCuration.Mixing;

/// <summary>
/// Scores a mixture, typically by training a small model on it and measuring the model. Larger scores are better: return a loss with a minus sign.
/// </summary>
/// <remarks>
/// Implementations are safe for concurrent use if a search evaluates several mixtures at a time. Equal weights must give equal scores, or a search that
/// resumes cannot equal one that was not interrupted.
/// </remarks>
public interface IMixtureEvaluator
{
    /// <summary>The name in reports.</summary>
    string Name { get; }

    /// <summary>
    /// Writes everything that a score depends on besides the weights, such as model, tokens and held-out texts. A search does not resume with an evaluator
    /// that describes itself differently.
    /// </summary>
    /// <param name="writer">Receives the parts.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Scores a mixture.</summary>
    /// <param name="weights">The weights of the sources.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The score, finite; larger is better.</returns>
    Task<double> EvaluateAsync(MixtureWeights weights, CancellationToken cancellationToken);
}
