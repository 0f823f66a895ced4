namespace DataCuration;

/// <summary>A language and the confidence of an identifier in it.</summary>
/// <param name="Language">The primary subtag of BCP 47 in lower case (<c>en</c>, <c>yue</c>).</param>
/// <param name="Score">The confidence, in [0, 1]. Its meaning depends on the identifier, so thresholds do not transfer between identifiers.</param>
public readonly record struct LanguageScore(string Language, double Score)
{
    /// <summary>Sorts by descending score, then by language.</summary>
    /// <param name="scores">The scores, sorted in place.</param>
    public static void SortBestFirst(Span<LanguageScore> scores) =>
        scores.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.Language, b.Language));
}
