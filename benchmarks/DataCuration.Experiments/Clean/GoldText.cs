namespace DataCuration.Experiments.Clean;

/// <summary>
/// The known-good text of a page, for judging its lines. A line of at least four words is good if at least 80 % of its runs of four words are in the gold text.
/// A shorter line is good if the gold text has a line with the same words. A line without words is not good.
/// </summary>
internal sealed class GoldText
{
    private const int RunLength = 4;
    private const double LeastShare = 0.8;

    private readonly HashSet<string> runs = new(StringComparer.Ordinal);
    private readonly HashSet<string> lines = new(StringComparer.Ordinal);

    public GoldText(string text)
    {
        runs.UnionWith(RunsOf(PageWords.Of(text)));
        foreach (string line in text.Split('\n')) lines.Add(string.Join(' ', PageWords.Of(line)));
        lines.Remove("");
    }

    /// <summary>Returns true if a line is good.</summary>
    public bool IsGood(string line)
    {
        string[] words = PageWords.Of(line);
        if (words.Length < RunLength) return lines.Contains(string.Join(' ', words));
        string[] own = [.. RunsOf(words)];
        return own.Count(runs.Contains) >= LeastShare * own.Length;
    }

    private static IEnumerable<string> RunsOf(string[] words)
    {
        for (int i = 0; i + RunLength <= words.Length; i++) yield return string.Join(' ', words, i, RunLength);
    }
}
