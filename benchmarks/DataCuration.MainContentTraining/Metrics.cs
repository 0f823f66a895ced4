using System.Text.RegularExpressions;

namespace DataCuration.MainContentTraining;

/// <summary>The measures of the benchmarks: four-word shingles (article-extraction-benchmark) and bags of words (web-content-extraction-benchmark).</summary>
internal static partial class Metrics
{
    public static string[] Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    public static (double? Precision, double? Recall) Shingles(string[] gold, string[] predicted)
    {
        Dictionary<string, int> g = Bag(Shingle(gold));
        Dictionary<string, int> p = Bag(Shingle(predicted));
        double both = g.Sum(entry => Math.Min(entry.Value, p.GetValueOrDefault(entry.Key)));
        double predictions = p.Values.Sum();
        double golds = g.Values.Sum();
        return (predictions > 0 ? both / predictions : null, golds > 0 ? both / golds : null);
    }

    public static double WordF1(string[] gold, string[] predicted)
    {
        if (gold.Length == 0) return predicted.Length == 0 ? 1 : 0;
        if (predicted.Length == 0) return 0;
        Dictionary<string, int> g = Bag(gold.Select(word => word.ToLowerInvariant()));
        Dictionary<string, int> p = Bag(predicted.Select(word => word.ToLowerInvariant()));
        double both = g.Sum(entry => Math.Min(entry.Value, p.GetValueOrDefault(entry.Key)));
        double precision = both / predicted.Length;
        double recall = both / gold.Length;
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    }

    /// <summary>Counts the segments of pages that come out (trafilatura's evaluation).</summary>
    public static (double Precision, double Recall, double F1) OfSegments(IEnumerable<TrainingPage> pages, Func<TrainingPage, string> textOf)
    {
        int right = 0, wrong = 0, missing = 0;
        foreach (TrainingPage page in pages)
        {
            string text = Segmented.Spaced(textOf(page));
            int found = page.Segments!.Value.With.Count(segment => text.Contains(Segmented.Spaced(segment), StringComparison.Ordinal));
            right += found;
            missing += page.Segments.Value.With.Length - found;
            wrong += page.Segments.Value.Without.Count(segment => text.Contains(Segmented.Spaced(segment), StringComparison.Ordinal));
        }
        return ((double)right / Math.Max(1, right + wrong), (double)right / Math.Max(1, right + missing), 2.0 * right / Math.Max(1,
            (2 * right) + wrong + missing));
    }

    private static Dictionary<string, int> Bag(IEnumerable<string> items)
    {
        var bag = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string item in items) bag[item] = bag.GetValueOrDefault(item) + 1;
        return bag;
    }

    private static IEnumerable<string> Shingle(string[] words)
    {
        if (words.Length == 0) yield break;
        if (words.Length <= 4)
        {
            yield return string.Join(' ', words);
            yield break;
        }
        for (int i = 0; i + 4 <= words.Length; i++) yield return string.Join(' ', words, i, 4);
    }

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
