namespace DataCuration.Selection;

/// <summary>How DataMan's selection chooses inside a stratum.</summary>
public enum DataManMode
{
    /// <summary>The best scores; equal ones at random. This is what the paper's code does.</summary>
    TopK,

    /// <summary>Sampling without replacement with probabilities proportional to the score: the paper's equation 4, P(d) = l(d) / Σ l. Scores of 0 and below come last.</summary>
    Proportional,
}
