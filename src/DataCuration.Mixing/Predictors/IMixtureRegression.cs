namespace DataCuration.Mixing;

/// <summary>
/// Fits a predictor to measured mixtures. The result depends on the mixtures, their order, the scores, the options and the seed only.
/// </summary>
public interface IMixtureRegression
{
    /// <summary>The name in reports.</summary>
    string Name { get; }

    /// <summary>Writes the kind and the options, which the results of a search depend on.</summary>
    /// <param name="writer">Receives them.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Fits a predictor.</summary>
    /// <param name="sources">The number of sources: the number of weights of a mixture.</param>
    /// <param name="weights">The measured mixtures, one after the other.</param>
    /// <param name="scores">The score of each mixture, finite.</param>
    /// <param name="seed">The seed of random choices.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    IMixturePredictor Fit(int sources, ReadOnlySpan<double> weights, ReadOnlySpan<double> scores, ulong seed, CancellationToken cancellationToken = default);
}
