using System.Diagnostics.CodeAnalysis;

namespace DataCuration.Training;

/// <summary>One or more named evaluation sets. A single <see cref="EvaluationSet"/> converts implicitly.</summary>
public sealed class EvaluationSets
{
    /// <summary>The name of a single set.</summary>
    public const string SingleName = "evaluation";

    /// <summary>Creates a collection.</summary>
    /// <param name="sets">The sets, at least one. The first decides about <see cref="TrainingOptions.Patience"/>.</param>
    /// <exception cref="ArgumentException">There is no set, a name is empty, or two sets have the same name.</exception>
    public EvaluationSets(params IReadOnlyList<(string Name, EvaluationSet Set)> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        Sets = [.. sets];
        if (Sets.Count == 0) throw new ArgumentException("There is no evaluation set.", nameof(sets));
        foreach ((string name, EvaluationSet set) in Sets)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(sets));
            ArgumentNullException.ThrowIfNull(set, nameof(sets));
            if (Sets.Count(other => other.Name == name) > 1) throw new ArgumentException($"Two evaluation sets have the name '{name}'.", nameof(sets));
        }
    }

    /// <summary>The sets and their names, in their order.</summary>
    public IReadOnlyList<(string Name, EvaluationSet Set)> Sets { get; }

    /// <summary>Creates a collection of a single set, named <see cref="SingleName"/>.</summary>
    /// <param name="set">The set; null for null.</param>
    [return: NotNullIfNotNull(nameof(set))]
    public static EvaluationSets? FromEvaluationSet(EvaluationSet? set) => set is null ? null : new((SingleName, set));

    /// <summary>Creates a collection of a single set, named <see cref="SingleName"/>.</summary>
    /// <param name="set">The set; null for null.</param>
    [return: NotNullIfNotNull(nameof(set))]
    public static implicit operator EvaluationSets?(EvaluationSet? set) => FromEvaluationSet(set);
}
