namespace DataCuration.Mixing;

/// <summary>Predicts the score of a mixture. Instances are safe for concurrent use.</summary>
public interface IMixturePredictor
{
    /// <summary>Predicts scores.</summary>
    /// <param name="weights">The mixtures, one after the other, with the weights of all sources each.</param>
    /// <param name="scores">Receives one score for each mixture.</param>
    void Predict(ReadOnlySpan<double> weights, Span<double> scores);
}
