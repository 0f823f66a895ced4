namespace DataCuration.Recipes;

/// <summary>The names of the corpora in a <see cref="RecipeResult"/>. A recipe's page says which of them it gives.</summary>
public static class RecipeParts
{
    /// <summary>The corpus for training: <c>train</c>.</summary>
    public const string Train = "train";

    /// <summary>Documents that are never trained on: <c>held-out</c>.</summary>
    public const string HeldOut = "held-out";

    /// <summary>The corpus for tuning choices: <c>dev</c>.</summary>
    public const string Dev = "dev";
}
