using DataCuration.Extraction;

namespace DataCuration.Recipes;

/// <summary>The options of <see cref="TableTextRecipe"/>.</summary>
public sealed record TableTextOptions
{
    /// <summary>The reading of tables, their serialization, and all limits.</summary>
    /// <value>Default: Markdown texts, and a line for each row with the header before each value.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TableTextSplitter Splitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The minimum length of a document of rows in code points.</summary>
    /// <value>0 or more; default 50 (our choice).</value>
    public int MinCharacters
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A length is not negative.");
    } = 50;

    /// <summary>The maximum share of digits in a document of rows. Tables have many, so the limit is far above that of prose.</summary>
    /// <value>0 to 1; default 0.5 (our choice).</value>
    public double MaxDigitShare { get; init => field = RecipeSteps.CheckShare(value, nameof(MaxDigitShare)); } = 0.5;
}
