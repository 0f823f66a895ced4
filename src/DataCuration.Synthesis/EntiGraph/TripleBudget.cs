using System.Globalization;

namespace DataCuration.Synthesis;

/// <summary>
/// The number of triples that EntiGraph asks about for one document, after all of its pairs. A document with n entities has n(n-1)(n-2)/6 triples, far too
/// many for long documents; the paper uses a subset.
/// </summary>
public sealed record TripleBudget
{
    private TripleBudget(long? count, long? tokens) => (Count, Tokens) = (count, tokens);

    /// <summary>No triples.</summary>
    public static TripleBudget None { get; } = OfCount(0);

    /// <summary>All triples.</summary>
    public static TripleBudget All { get; } = OfCount(long.MaxValue);

    /// <summary>The maximum number of triples; null if the budget is in tokens.</summary>
    public long? Count { get; }

    /// <summary>The tokens of a document's generated texts, pairs and summary included, from which on no more triples are asked for; null if the budget is a
    /// number.</summary>
    public long? Tokens { get; }

    /// <summary>A number of triples for each document.</summary>
    /// <param name="count">The number; 0 or more.</param>
    public static TripleBudget OfCount(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new(count, null);
    }

    /// <summary>
    /// A target in tokens for each document. Triples are asked for in rounds, each as large as the texts so far let expect, until the target is reached. So
    /// calls overlap, no paid text is thrown away, and the last round may exceed the target a little.
    /// </summary>
    /// <param name="tokens">The target for all texts of the document; 1 or more.</param>
    public static TripleBudget OfTokens(long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        return new(null, tokens);
    }

    /// <summary>Returns the budget in words.</summary>
    public override string ToString() => Count is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count} triples")
        : string.Create(CultureInfo.InvariantCulture, $"{Tokens} tokens");
}
