namespace DataCuration.Mixing;

/// <summary>
/// A mixture of mixtures, such as languages, their kinds of text, and topics in them, as Llama-3-SynE has (arXiv 2407.18743). The factors of a group are
/// divided by their sum, and a source's weight is the product of the factors above it.
/// </summary>
/// <example>
/// <code>
/// using DataCuration.Mixing;
///
/// var mixture = new NestedMixture("all")
/// {
///     Parts =
///     [
///         new NestedMixture("zh", 2) { Parts = [new NestedMixture("web", 0.7), new NestedMixture("book", 0.3)] },
///         new NestedMixture("en", 8) { Parts = [new NestedMixture("web", 0.6), new NestedMixture("paper", 0.4)] },
///     ],
/// };
/// Console.WriteLine(mixture.Flatten()["zh/web"]);
/// </code>
/// </example>
public sealed record NestedMixture
{
    /// <summary>The text between the names of a path.</summary>
    public const string Separator = "/";

    /// <summary>Creates a group or a source.</summary>
    /// <param name="name">The name, unique in its group, without <see cref="Separator"/>.</param>
    /// <param name="factor">The factor in its group, at least 0. Default: 1.</param>
    public NestedMixture(string name, double factor = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains(Separator, StringComparison.Ordinal))
            throw new ArgumentException($"The name '{name}' contains '{Separator}', which separates names.", nameof(name));
        if (!(factor >= 0 && double.IsFinite(factor)))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, $"The factor of '{name}' must be finite and not negative.");
        Name = name;
        Factor = factor;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The factor in the group.</summary>
    public double Factor { get; }

    /// <summary>The parts of a group; empty for a source.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<NestedMixture> Parts { get; init => field = value is null ? throw new ArgumentNullException(nameof(value)) : [.. value]; } = [];

    /// <summary>Returns the weight of each source. Its name is the path from the first group below this one, such as <c>zh/web</c>.</summary>
    /// <exception cref="ArgumentException">A name is repeated in its group, or the factors of a group are all 0.</exception>
    public MixtureWeights Flatten()
    {
        var names = new List<string>();
        var weights = new List<double>();
        if (Parts.Count == 0) return new([Name], [1]);
        Add(this, "", 1, names, weights);
        return MixtureWeights.Normalize(names, weights);
    }

    /// <summary>Returns the mixture with other factors in one group, such as those of <see cref="TopicReweighting"/>.</summary>
    /// <param name="path">The path of the group; empty for this one.</param>
    /// <param name="weights">The weights of the group's parts, in their order.</param>
    /// <exception cref="ArgumentException">There is no such group, or it has other parts.</exception>
    public NestedMixture WithWeights(string path, MixtureWeights weights)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(weights);
        if (path.Length > 0)
        {
            string[] names = path.Split(Separator, 2);
            int part = Parts.ToList().FindIndex(one => one.Name == names[0]);
            if (part < 0) throw new ArgumentException($"'{Name}' has no part '{names[0]}'.", nameof(path));
            NestedMixture changed = Parts[part].WithWeights(names.Length > 1 ? names[1] : "", weights);
            return this with { Parts = [.. Parts.Select((one, i) => i == part ? changed : one)] };
        }
        if (!Parts.Select(part => part.Name).SequenceEqual(weights.Names, StringComparer.Ordinal))
            throw new ArgumentException($"'{Name}' has the parts {string.Join(", ", Parts.Select(part => part.Name))}, and the weights are for "
                + $"{string.Join(", ", weights.Names)}.", nameof(weights));
        return this with { Parts = [.. Parts.Select((part, i) => new NestedMixture(part.Name, weights.Weights[i]) { Parts = part.Parts })] };
    }

    private static void Add(NestedMixture group, string path, double weight, List<string> names, List<double> weights)
    {
        double sum = group.Parts.Sum(part => part.Factor);
        if (!(sum is > 0 and < double.PositiveInfinity))
            throw new ArgumentException(FormattableString.Invariant($"The factors of '{group.Name}' have the sum {sum}; it must be positive and finite."));
        foreach (NestedMixture part in group.Parts)
        {
            double own = weight * part.Factor / sum;
            if (part.Parts.Count > 0) Add(part, $"{path}{part.Name}{Separator}", own, names, weights);
            else
            {
                names.Add(path + part.Name);
                weights.Add(own);
            }
        }
    }
}
