namespace DataCuration.Tests.NGrams;

/// <summary>
/// Modified Kneser-Ney from its definition, with dictionaries (Chen and Goodman 1998, section 4.1.6, as lmplz estimates it): an oracle for small corpora.
/// </summary>
internal sealed class StraightforwardKneserNey
{
    private readonly int order;
    private readonly int[] thresholds;
    private readonly Dictionary<string, long>[] occurrences;
    private readonly Dictionary<string, long>[] adjusted;
    private readonly double[][] discounts;

    public StraightforwardKneserNey(IEnumerable<string> lines, int order, int[]? prune = null)
    {
        this.order = order;
        thresholds = [.. Enumerable.Range(1, order).Select(n => n == 1 || prune is null ? 0 : prune[Math.Min(n, prune.Length) - 1])];
        occurrences = [.. Enumerable.Range(0, order).Select(_ => new Dictionary<string, long>(StringComparer.Ordinal))];
        foreach (string line in lines)
        {
            string[] words = ["<s>", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries), "</s>"];
            for (int end = 1; end < words.Length; end++)
                for (int n = 1; n <= order && n <= end + 1; n++)
                {
                    string gram = string.Join(' ', words[(end - n + 1)..(end + 1)]);
                    occurrences[n - 1][gram] = occurrences[n - 1].GetValueOrDefault(gram) + 1;
                }
        }
        adjusted = [.. Enumerable.Range(1, order).Select(n => occurrences[n - 1].ToDictionary(one => one.Key, one => n == order || IsStart(one.Key)
            ? one.Value : occurrences[n].Keys.Count(longer => longer.EndsWith(" " + one.Key, StringComparison.Ordinal)), StringComparer.Ordinal))];
        Vocabulary = [.. occurrences[0].Keys.Append("<unk>").Distinct()];
        discounts = [.. Enumerable.Range(1, order).Select(Discounts)];
    }

    /// <summary>The words that can be predicted.</summary>
    public List<string> Vocabulary { get; }

    /// <summary>The contexts of all lengths that have been seen.</summary>
    public IEnumerable<string> Contexts =>
        occurrences.SelectMany(grams => grams.Keys).Where(gram => gram.Split(' ').Length < order && !gram.EndsWith("</s>", StringComparison.Ordinal))
        .Append("<s>").Append("").Distinct();

    public double Probability(string context, string word)
    {
        string[] before = context.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (before.Length >= order) before = before[^(order - 1)..];
        return Probability(before, word);
    }

    private static bool IsStart(string gram) => gram.StartsWith("<s>", StringComparison.Ordinal);

    private double Probability(string[] context, string word)
    {
        int n = context.Length + 1;
        double lower = context.Length == 0 ? 1.0 / Vocabulary.Count : Probability(context[1..], word);
        string prefix = string.Concat(context.Select(one => one + " "));
        var grams = adjusted[n - 1].Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        double sum = grams.Sum(one => one.Value);
        if (sum == 0) return lower;
        double backoff = grams.Sum(one => IsPruned(n, one.Key) ? one.Value : Discount(n, one.Value)) / sum;
        string gram = prefix + word;
        double own = adjusted[n - 1].TryGetValue(gram, out long count) && !IsPruned(n, gram) ? (count - Discount(n, count)) / sum : 0;
        return own + (backoff * lower);
    }

    private bool IsPruned(int n, string gram) => occurrences[n - 1][gram] <= thresholds[n - 1];

    private double Discount(int n, long count) => discounts[n - 1][(int)Math.Min(3, count)];

    private double[] Discounts(int n)
    {
        double[] counts = [.. Enumerable.Range(0, 5).Select(c => (double)adjusted[n - 1].Values.Count(value => value == c))];
        double[] fallback = [0, 0.5, 1, 1.5];
        if (counts[1] == 0 || counts[2] == 0 || counts[3] == 0) return fallback;
        double y = counts[1] / (counts[1] + 2 * counts[2]);
        double[] found = [0, .. Enumerable.Range(1, 3).Select(j => j - (j + 1) * y * counts[j + 1] / counts[j])];
        return Enumerable.Range(1, 3).All(j => found[j] >= 0 && found[j] <= j) ? found : fallback;
    }
}
