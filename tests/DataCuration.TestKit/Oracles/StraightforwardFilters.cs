using System.Text;
using System.Text.RegularExpressions;

namespace DataCuration.TestKit;

/// <summary>
/// FineWeb's filters as one would write them first: strings, LINQ, dictionaries and regular expressions. The oracle of the filters' kernels, and the baseline
/// of their benchmark. Limits are datatrove's defaults.
/// </summary>
public static partial class StraightforwardFilters
{
    private const string Terminal = ".?!";
    private static readonly string[] StopWords = ["the", "be", "to", "of", "and", "that", "have", "with"];
    private static readonly string[] Policies =
        ["terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies"];

    /// <summary>Lists the words of a splitter as strings.</summary>
    public static string[] Words(TextWords words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return [.. Enumerable.Range(0, words.Count).Select(i => Encoding.UTF8.GetString(words[i]))];
    }

    /// <summary>The characters of the most frequent n-gram, times its count; the first of several. -1 without n words.</summary>
    public static long TopNGram(string[] words, int n)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (words.Length < n) return -1;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        List<string> order = [];
        for (int i = 0; i <= words.Length - n; i++)
        {
            string gram = string.Join(' ', words.Skip(i).Take(n));
            if (counts.TryAdd(gram, 1)) order.Add(gram);
            else counts[gram]++;
        }
        string top = order.MaxBy(gram => counts[gram])!;
        return (long)Length(top) * counts[top];
    }

    /// <summary>The characters that repeated n-grams cover.</summary>
    public static long DuplicateNGrams(string[] words, int n)
    {
        ArgumentNullException.ThrowIfNull(words);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        long repeated = 0;
        for (int i = 0; i <= words.Length - n;)
        {
            string gram = string.Concat(words.Skip(i).Take(n));
            if (seen.Add(gram)) i++;
            else
            {
                repeated += Length(gram);
                i += n;
            }
        }
        return repeated;
    }

    /// <summary>Gopher's repetition rules; returns the reason.</summary>
    public static string? Repetition(string text, string[] words)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(words);
        if (text.Length == 0) return null;
        double length = Length(text);
        (int count, int duplicates, long characters) = Duplicates(Paragraphs().Split(text.Trim()));
        if (duplicates / (double)count > 0.3) return "dup_para_frac";
        if (characters / length > 0.2) return "dup_para_char_frac";
        (count, duplicates, characters) = Duplicates(Lines().Split(text));
        if (duplicates / (double)count > 0.3) return "dup_line_frac";
        if (characters / length > 0.2) return "dup_line_char_frac";
        foreach ((int n, double limit) in new[] { (2, 0.2), (3, 0.18), (4, 0.16) })
            if (TopNGram(words, n) / length > limit) return $"top_{n}_gram";
        foreach ((int n, double limit) in new[] { (5, 0.15), (6, 0.14), (7, 0.13), (8, 0.12), (9, 0.11), (10, 0.1) })
            if (DuplicateNGrams(words, n) / length > limit) return $"duplicated_{n}_n_grams";
        return null;
    }

    /// <summary>Gopher's quality rules; returns the reason. Knows ASCII punctuation only.</summary>
    public static string? Quality(string text, string[] words)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(words);
        string[] real = [.. words.Where(word => word.Any(c => !char.IsAscii(c) || char.IsAsciiLetterOrDigit(c)))];
        if (real.Length < 50) return "gopher_short_doc";
        if (real.Length > 100_000) return "gopher_long_doc";
        double mean = real.Average(Length);
        if (mean < 3) return "gopher_below_avg_threshold";
        if (mean > 10) return "gopher_above_avg_threshold";
        if (text.Count(c => c == '#') / (double)words.Length > 0.1) return "gopher_too_many_hashes";
        if (Ellipses().Count(text) / (double)words.Length > 0.1) return "gopher_too_many_ellipsis";
        string[] lines = text.Split('\n');
        if (lines.Count(line => line.TrimStart() is ['•' or '-', ..]) / (double)lines.Length > 0.9) return "gopher_too_many_bullets";
        if (lines.Count(line => line.TrimEnd() is [.., '.', '.', '.'] or [.., '…']) / (double)lines.Length > 0.3) return "gopher_too_many_end_ellipsis";
        if (words.Count(word => word.Any(char.IsLetter)) / (double)words.Length < 0.8) return "gopher_below_alpha_threshold";
        return StopWords.Intersect(words, StringComparer.Ordinal).Count() < 2 ? "gopher_enough_stop_words" : null;
    }

    /// <summary>C4's rules for lines without the terminal mark; returns the reason and the text that is left. Sentences end at terminal marks.</summary>
    public static (string? Reason, string Text) C4(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> kept = [];
        int sentences = 0;
        foreach (string one in text.Split('\n'))
        {
            string line = one.Trim();
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Any(word => Length(word) > 1000)) continue;
            line = Citations().Replace(line, "");
            if (words.Length < 3) continue;
            string lower = line.ToLowerInvariant();
            if (lower.Contains("lorem ipsum", StringComparison.Ordinal)) return ("lorem_ipsum", text);
            if (lower.Contains("javascript", StringComparison.Ordinal)) continue;
            if (line.Contains('{', StringComparison.Ordinal)) return ("curly_bracket", text);
            if (Policies.Any(policy => lower.Contains(policy, StringComparison.Ordinal))) continue;
            sentences += Sentences().Split(line).Count(sentence => sentence.Length > 0);
            kept.Add(line);
        }
        return sentences < 5 ? ("too_few_sentences", text) : (null, string.Join('\n', kept).Trim());
    }

    /// <summary>FineWeb's own rules; returns the reason. Knows ASCII marks only.</summary>
    public static string? FineWeb(string text, Func<string, string[]> split)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(split);
        string[] lines = [.. text.Split('\n').Where(line => line.Trim().Length > 0)];
        if (lines.Length == 0) return "empty";
        if (lines.Count(line => Terminal.Contains(line[^1], StringComparison.Ordinal)) / (double)lines.Length < 0.12) return "line_punct_ratio";
        if (lines.Count(line => Length(line) <= 30) / (double)lines.Length > 0.67) return "short_line_ratio";
        if (Duplicates(lines).Characters / (double)Length(text.Replace("\n", "", StringComparison.Ordinal)) > 0.01) return "char_dup_ratio";
        return text.Count(c => c == '\n') / (double)split(text).Length > 0.3 ? "list_ratio" : null;
    }

    /// <summary>All rules one after the other; returns the reason and the text that is left.</summary>
    public static (string? Reason, string Text) Profile(string text, Func<string, string[]> split)
    {
        ArgumentNullException.ThrowIfNull(split);
        string[] words = split(text);
        if ((Repetition(text, words) ?? Quality(text, words)) is { } reason) return (reason, text);
        (string? c4, string left) = C4(text);
        return c4 is not null ? (c4, text) : (FineWeb(left, split), left);
    }

    private static (int Count, int Duplicates, long Characters) Duplicates(string[] parts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string[] repeated = [.. parts.Where(part => !seen.Add(part))];
        return (parts.Length, repeated.Length, repeated.Sum(part => (long)Length(part)));
    }

    private static int Length(string text) => text.EnumerateRunes().Count();

    [GeneratedRegex("\n{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Paragraphs();

    [GeneratedRegex("\n+", RegexOptions.CultureInvariant)]
    private static partial Regex Lines();

    [GeneratedRegex(@"\.\.\.|…", RegexOptions.CultureInvariant)]
    private static partial Regex Ellipses();

    [GeneratedRegex(@"\[\d*\]|\[edit\]|\[citation needed\]", RegexOptions.CultureInvariant)]
    private static partial Regex Citations();

    [GeneratedRegex(@"(?<=[.!?])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Sentences();
}
