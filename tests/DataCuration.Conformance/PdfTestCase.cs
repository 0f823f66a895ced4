using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataCuration.Conformance;

/// <summary>
/// One test of olmOCR-bench (allenai/olmocr, <c>olmocr/bench/tests.py</c>): a text is present or absent, or one text comes before another, with up to
/// <c>max_diffs</c> edits. The reference measures presence by rapidfuzz's partial ratio, which must be at least 1 − max_diffs/length. Here the limit is
/// max_diffs insertions, deletions and replacements, for all kinds of tests.
/// </summary>
public sealed partial record PdfTestCase(string File, string Id, string Kind, string Text, string After, int MaxDifferences, int FirstCharacters,
    int LastCharacters, bool IsCaseSensitive)
{
    /// <summary>Reads <c>tests.jsonl</c> and leaves out tests of other kinds.</summary>
    /// <param name="path">The file.</param>
    public static IReadOnlyList<PdfTestCase> Read(string path)
    {
        var tests = new List<PdfTestCase>();
        foreach (string line in System.IO.File.ReadLines(path))
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            using JsonDocument json = JsonDocument.Parse(line);
            JsonElement test = json.RootElement;
            string kind = test.GetProperty("type").GetString()!;
            if (kind is not ("present" or "absent" or "order")) continue;
            string text = test.GetProperty(kind == "order" ? "before" : "text").GetString()!,
                after = kind == "order" ? test.GetProperty("after").GetString()! : "";
            bool isCaseSensitive = !test.TryGetProperty("case_sensitive", out JsonElement sensitive) || sensitive.ValueKind != JsonValueKind.False;
            tests.Add(new(test.GetProperty("pdf").GetString()!, test.GetProperty("id").GetString()!, kind, Normalize(text), Normalize(after),
                Number(test, "max_diffs"), Number(test, "first_n"), Number(test, "last_n"), isCaseSensitive));
        }
        return tests;
    }

    /// <summary>Returns true if a text passes.</summary>
    /// <param name="extracted">The text extracted from the file.</param>
    public bool Passes(string extracted)
    {
        string content = Normalize(extracted);
        if (Kind != "order")
        {
            // first_n and last_n restrict the test to the text's edges; with both, to either.
            if (FirstCharacters > 0 && LastCharacters > 0)
                content = content[..Math.Min(FirstCharacters, content.Length)] + " " + content[^Math.Min(LastCharacters, content.Length)..];
            else if (FirstCharacters > 0) content = content[..Math.Min(FirstCharacters, content.Length)];
            else if (LastCharacters > 0) content = content[^Math.Min(LastCharacters, content.Length)..];
            (string text, string pattern) = IsCaseSensitive ? (content, Text) : (content.ToLowerInvariant(), Text.ToLowerInvariant());
            return Ends(text, pattern).Any() == (Kind == "present");
        }
        int[] before = [.. Ends(content, Text)], after = [.. Ends(content, After)];
        // Ends are compared, less the lengths: the starts of matches with edits are not unique.
        return before.Length > 0 && after.Length > 0 && before.Min() - Text.Length < after.Max() - After.Length;
    }

    /// <summary>Returns the ends of matches with at most <see cref="MaxDifferences"/> edits (Sellers 1980).</summary>
    private IEnumerable<int> Ends(string text, string pattern)
    {
        if (pattern.Length == 0) yield break;
        var costs = new int[pattern.Length + 1];
        for (int i = 0; i < costs.Length; i++) costs[i] = i;
        for (int j = 0; j < text.Length; j++)
        {
            int diagonal = costs[0];
            for (int i = 1; i < costs.Length; i++)
            {
                int cost = Math.Min(Math.Min(costs[i], costs[i - 1]) + 1, diagonal + (pattern[i - 1] == text[j] ? 0 : 1));
                diagonal = costs[i];
                costs[i] = cost;
            }
            if (costs[^1] <= MaxDifferences) yield return j + 1;
        }
    }

    private static int Number(JsonElement test, string name) =>
        test.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : 0;

    /// <summary>Normalises like the reference: white space, quotation marks, dashes and emphasis.</summary>
    private static string Normalize(string text)
    {
        string plain = Emphasis().Replace(WhiteSpace().Replace(text, " "), "$2").Normalize(NormalizationForm.FormC);
        var result = new StringBuilder(plain.Length);
        foreach (char c in plain)
        {
            result.Append(c switch
            {
                '\u2018' or '\u2019' or '\u201A' => "'",
                '\u201C' or '\u201D' or '\u201E' => "\"",
                '\uFF3F' => "_",
                '\u2013' or '\u2014' or '\u2011' or '\u2012' or '\u2212' => "-",
                '\u2026' => "...",
                '\u00B5' => "\u03BC",
                _ => c.ToString(CultureInfo.InvariantCulture),
            });
        }
        return result.ToString();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"(\*\*|__)(.*?)\1")]
    private static partial Regex Emphasis();
}
