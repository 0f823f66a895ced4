using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Tokenization;

/// <summary>
/// Splits text into words by a pattern that sees Unicode characters. .NET matches UTF-16 units, and would take letters outside of the basic plane for
/// symbols. A text with such characters is therefore matched in a copy, in which a single unit of the same category stands for each of them.
/// </summary>
internal sealed class WordSplitter(string pattern) : PreTokenizer
{
    private readonly Regex regex = new(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled);

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => Split(text);

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => Split(text);

    /// <summary>Returns the words in order. They cover the whole text.</summary>
    public List<(int Offset, int Length)> Split(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF')) return Match(text, null);
        char[] units = new char[text.Length];
        int[] starts = new int[text.Length + 1];
        int count = 0;
        for (int at = 0; at < text.Length; count++)
        {
            Rune.DecodeFromUtf16(text[at..], out Rune rune, out int length);
            starts[count] = at;
            units[count] = length == 1 ? text[at] : StandIn(rune);
            at += length;
        }
        starts[count] = text.Length;
        return Match(units.AsSpan(0, count), starts);
    }

    private List<(int Offset, int Length)> Match(ReadOnlySpan<char> text, int[]? starts)
    {
        var words = new List<(int, int)>(text.Length / 4 + 1);
        int done = 0;
        foreach (ValueMatch match in regex.EnumerateMatches(text))
        {
            if (match.Length == 0) continue;
            if (match.Index > done) Add(done, match.Index);
            Add(match.Index, match.Index + match.Length);
            done = match.Index + match.Length;
        }
        if (done < text.Length) Add(done, text.Length);
        return words;

        void Add(int start, int end)
        {
            int from = starts?[start] ?? start;
            words.Add((from, (starts?[end] ?? end) - from));
        }
    }

    /// <summary>Returns a character of the basic plane with the same category, which no pattern names as itself.</summary>
    private static char StandIn(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter => '\u0411',
        UnicodeCategory.LowercaseLetter => '\u0431',
        UnicodeCategory.TitlecaseLetter => '\u01C5',
        UnicodeCategory.ModifierLetter => '\u02B0',
        UnicodeCategory.OtherLetter => '\u05D0',
        UnicodeCategory.NonSpacingMark => '\u0303',
        UnicodeCategory.SpacingCombiningMark => '\u0903',
        UnicodeCategory.EnclosingMark => '\u20DD',
        UnicodeCategory.DecimalDigitNumber => '\u0661',
        UnicodeCategory.LetterNumber => '\u2160',
        UnicodeCategory.OtherNumber => '\u00B2',
        UnicodeCategory.ConnectorPunctuation => '\u203F',
        UnicodeCategory.DashPunctuation => '\u2010',
        UnicodeCategory.OpenPunctuation => '\u2045',
        UnicodeCategory.ClosePunctuation => '\u2046',
        UnicodeCategory.OtherPunctuation => '\u00A7',
        UnicodeCategory.MathSymbol => '\u00B1',
        UnicodeCategory.CurrencySymbol => '\u00A4',
        UnicodeCategory.ModifierSymbol => '\u00A8',
        UnicodeCategory.Format => '\u00AD',
        UnicodeCategory.PrivateUse => '\uE000',
        UnicodeCategory.OtherNotAssigned => '\u0378',
        _ => '\u00A9',
    };
}
