using System.Text;
using System.Text.Json;

namespace DataCuration.PeerVectors;

/// <summary>datatrove's normal form in eight settings, its paragraphs and its two sets of punctuation.</summary>
public sealed class TextNormJudge() : VectorJudge("datatrove_text_norm")
{
    private static readonly Dictionary<string, TextSimplification> Steps = new(StringComparer.Ordinal)
    {
        ["lowercase"] = TextSimplification.Lowercase,
        ["norm_whitespace"] = TextSimplification.WhiteSpace,
        ["remove_punctuation"] = TextSimplification.Punctuation,
        ["norm_unicode_diacritics"] = TextSimplification.Diacritics,
        ["norm_numbers"] = TextSimplification.Numbers,
        ["norm_weekdays"] = TextSimplification.Weekdays,
        ["norm_monthnames"] = TextSimplification.Months,
    };

    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        var configs = new List<(string Name, TextSimplification Steps)>();
        foreach (JsonElement config in root.GetProperty("configs").EnumerateArray())
        {
            TextSimplification steps = TextSimplification.Default;
            foreach (JsonProperty parameter in config.GetProperty("parameters").EnumerateObject())
                steps = parameter.Value.GetBoolean() ? steps | Steps[parameter.Name] : steps & ~Steps[parameter.Name];
            configs.Add((config.GetProperty("name").GetString()!, steps));
        }
        Set("punctuation", [.. root.GetProperty("punctuation").GetString()!.EnumerateRunes()], TextForms.IsPunctuation);
        Set("terminal_punctuation", [.. TextParts.Texts(root.GetProperty("terminal_punctuation")).SelectMany(mark => mark.EnumerateRunes())],
            TextForms.IsTerminalPunctuation);
        int number = 0;
        foreach (JsonElement one in root.GetProperty("cases").EnumerateArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            string text = one.GetProperty("text").GetString()!;
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            byte[] target = new byte[TextForms.MaxLength(utf8.Length)];
            foreach ((string name, TextSimplification steps) in configs)
            {
                JsonElement expected = one.GetProperty(name);
                int length = TextForms.Simplify(utf8, target, steps);
                string? form = expected.ValueKind == JsonValueKind.True ? text : expected.GetString();
                tally.Equal($"{number} {name}", form, Encoding.UTF8.GetString(target, 0, length));
            }
            TextSpans paragraphs = TextParagraphs.SplitWithBlankLines(utf8);
            TextParts.Compare(tally, $"{number} paragraphs", TextParts.Texts(one.GetProperty("paragraphs")),
                [.. Enumerable.Range(0, paragraphs.Count).Select(i => Encoding.UTF8.GetString(paragraphs[i]))]);
            number++;
        }

        void Set(string name, HashSet<Rune> expected, Func<int, bool> contains)
        {
            for (int c = 0; c <= 0x10FFFF; c++)
                if (Rune.IsValid(c) && contains(c) != expected.Contains(new(c))) tally.Fail(name, $"U+{c:X4}");
            tally.Equal(name, true, expected.Count > 0);
        }
    }
}
