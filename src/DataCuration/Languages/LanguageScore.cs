namespace DataCuration;

/// <summary>A language and how sure an identifier is of it.</summary>
/// <param name="Language">The primary subtag of BCP 47 in lower case (<c>en</c>, <c>yue</c>).</param>
/// <param name="Score">The confidence, in [0, 1]. What it means is the identifier's: thresholds don't carry over from one to another.</param>
public readonly record struct LanguageScore(string Language, double Score)
{
    /// <summary>Sorts by falling score, and by language where scores are equal.</summary>
    /// <param name="scores">The scores, sorted in place.</param>
    public static void SortBestFirst(Span<LanguageScore> scores) =>
        scores.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.Language, b.Language));
}
