namespace DataCuration.Selection;

/// <summary>The rule for selection within a stratum of <see cref="DataManSelection"/>.</summary>
public enum DataManMode
{
    /// <summary>Takes the best scores, in random order among equal ones. This is what the paper's code does.</summary>
    TopK,

    /// <summary>
    /// Samples without replacement, with probabilities proportional to the score: the paper's equation 4, P(d) = l(d) / Σ l. Scores of 0 and below come
    /// last.
    /// </summary>
    Proportional,
}
