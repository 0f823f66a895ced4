namespace DataCuration.Mixing;

/// <summary>A source of a mixture and its size.</summary>
/// <param name="Name">The name, unique in the mixture.</param>
/// <param name="Tokens">The number of tokens, at least 1. Shares of tokens are the prior of a search.</param>
public sealed record MixtureSource(string Name, long Tokens)
{
    /// <summary>The name, unique in the mixture.</summary>
    public string Name { get; } = string.IsNullOrEmpty(Name) ? throw new ArgumentException("A source needs a name.", nameof(Name)) : Name;

    /// <summary>The number of tokens, at least 1.</summary>
    public long Tokens { get; } = Tokens >= 1 ? Tokens
        : throw new ArgumentOutOfRangeException(nameof(Tokens), Tokens, $"Source '{Name}' has no tokens. Leave it out.");

    /// <summary>Checks the sources of a mixture.</summary>
    internal static MixtureSource[] Check(IReadOnlyList<MixtureSource> sources, string parameter)
    {
        ArgumentNullException.ThrowIfNull(sources, parameter);
        if (sources.Count == 0) throw new ArgumentException("There is no source.", parameter);
        if (sources.GroupBy(source => source.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two sources have the name '{twice.Key}'.", parameter);
        return [.. sources];
    }
}
