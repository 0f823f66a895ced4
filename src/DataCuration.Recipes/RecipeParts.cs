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

    /// <summary>Unlabelled texts of the domain, for domain-adaptive pretraining (DAPT): <c>domain-adaptive</c>.</summary>
    public const string DomainAdaptive = "domain-adaptive";

    /// <summary>Unlabelled texts of a task, for task-adaptive pretraining (TAPT): <c>task-adaptive</c>.</summary>
    public const string TaskAdaptive = "task-adaptive";
}
