namespace DataCuration.Mixing;

/// <summary>A property that a law of domain mixtures must have.</summary>
public enum DomainMixtureProperty
{
    /// <summary>The loss falls with the model size.</summary>
    FallsWithModelSize,

    /// <summary>The loss falls with the number of tokens.</summary>
    FallsWithTokens,

    /// <summary>The loss falls with the ratio.</summary>
    FallsWithRatio,

    /// <summary>More tokens lower the loss more, the larger the ratio is: the derivative by tokens and ratio is negative.</summary>
    TokensHelpMoreWithRatio,

    /// <summary>At a fixed ratio the law is Chinchilla's: a constant, a power of the model size and a power of the tokens.</summary>
    IsChinchillaAtFixedRatio,
}
