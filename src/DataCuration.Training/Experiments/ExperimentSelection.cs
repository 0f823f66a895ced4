namespace DataCuration.Training;

/// <summary>A selection of a <see cref="SelectionExperiment"/>: a name, and the tokens that models are trained on.</summary>
public sealed class ExperimentSelection
{
    private readonly Func<ulong, CancellationToken, Task<TokenMixture>> tokens;

    /// <summary>Creates a selection with the same tokens for every seed.</summary>
    /// <param name="name">The name in reports and of folders: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <param name="tokens">The tokens. They must stay open during the experiment.</param>
    /// <exception cref="ArgumentException">The name is empty or has another character.</exception>
    public ExperimentSelection(string name, TokenMixture tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Name = CheckName(name);
        this.tokens = (_, _) => Task.FromResult(tokens);
    }

    /// <summary>
    /// Creates a selection that is made for each seed, for methods that draw at random. The experiment makes one after another, in the order of seeds, while
    /// models train on those before. It disposes the token shards after the training.
    /// </summary>
    /// <param name="name">The name in reports and of folders: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <param name="tokens">Makes or opens the tokens for a seed. It is called for finished runs too, to find out whether their tokens changed.</param>
    /// <exception cref="ArgumentException">The name is empty or has another character.</exception>
    public ExperimentSelection(string name, Func<ulong, CancellationToken, Task<TokenMixture>> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Name = CheckName(name);
        this.tokens = tokens;
        OwnsTokens = true;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>True if the experiment disposes the token shards.</summary>
    internal bool OwnsTokens { get; }

    /// <summary>Makes or opens the tokens for a seed.</summary>
    internal async Task<TokenMixture> OpenAsync(ulong seed, CancellationToken cancellationToken) =>
        await tokens(seed, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException(FormattableString.Invariant($"The selection '{Name}' has no tokens for seed {seed}."));

    private static string CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) return name;
        throw new ArgumentException($"'{name}' is not a name: it has letters, digits, '-', '_' and '.', and does not begin with '.'.", nameof(name));
    }
}
