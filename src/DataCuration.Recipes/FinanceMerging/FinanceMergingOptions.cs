namespace DataCuration.Recipes;

/// <summary>The options of <see cref="FinanceMergingRecipe"/>.</summary>
public sealed record FinanceMergingOptions
{
    /// <summary>General text that is mixed in, so that the model forgets less.</summary>
    /// <value>Default null: the corpus has documents of finance only.</value>
    public Corpus? General { get; init; }

    /// <summary>The share of general text in the tokens of the mix. It needs <see cref="General"/>.</summary>
    /// <value>0 or more, below 1; default 0.1 (our choice, the default of <c>ReplayMix</c>).</value>
    public double GeneralShare
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is at least 0 and below 1.");
    } = 0.1;

    /// <summary>Counts the tokens of the mix; null to count one for every 4 bytes of text.</summary>
    /// <value>Default null.</value>
    public ITokenEncoder? TokenEncoder { get; init; }

    /// <summary>The seed of the order and of the choice of general text.</summary>
    /// <value>Default 42.</value>
    public ulong Seed { get; init; } = 42;

    /// <summary>The minimum length of a document in code points.</summary>
    /// <value>0 or more; default 200 (our choice).</value>
    public int MinCharacters
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A length is not negative.");
    } = 200;

    /// <summary>The maximum share of digits of a document: above it, a document is a list of prices and not a text.</summary>
    /// <value>0 to 1; default 0.4 (our choice).</value>
    public double MaxDigitShare { get; init => field = RecipeSteps.CheckShare(value, nameof(MaxDigitShare)); } = 0.4;

    /// <summary>The similarity from which on two documents are near duplicates; null keeps them.</summary>
    /// <value>Above 0, at most 1; default 0.8 (our choice).</value>
    public double? Similarity { get; init => field = RecipeSteps.CheckSimilarity(value, nameof(Similarity)); } = 0.8;
}
