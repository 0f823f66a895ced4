namespace DataCuration.Filters;

/// <summary>A limit for n-grams of one length, as a share of the text's characters.</summary>
/// <param name="N">The number of words of an n-gram.</param>
/// <param name="MaxShare">The maximum share.</param>
public readonly record struct NGramLimit(int N, double MaxShare)
{
    /// <summary>Formats the limit, such as <c>2: 0.2</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{N}: {MaxShare}");
}
