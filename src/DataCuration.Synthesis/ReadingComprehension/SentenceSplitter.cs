using System.Buffers;

namespace DataCuration.Synthesis;

/// <summary>
/// Splits a text into sentences by rules. A sentence ends at a full stop, an exclamation or question mark, or their ideographic forms, and at a line end.
/// A full stop after an abbreviation or an initial ends none, nor does one before a small letter.
/// </summary>
internal static class SentenceSplitter
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(".!?。！？\n");

    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "al", "approx", "ca", "cf", "ch", "co", "corp", "dept", "dr", "e.g", "ed", "eds", "eq", "eqs", "etc", "fig", "figs", "gen", "i.e", "inc", "jr", "lt",
        "ltd", "mr", "mrs", "ms", "mt", "no", "nos", "p", "pp", "prof", "ref", "refs", "rev", "sec", "sr", "st", "tab", "u.k", "u.s", "viz", "vol", "vs",
    };

    /// <summary>Finds the sentences.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The sentences without white space around them, and the number of the line that each is in.</returns>
    public static List<Sentence> Split(string text)
    {
        var sentences = new List<Sentence>();
        int start = 0, line = 0;
        for (int at = 0; at < text.Length;)
        {
            int found = text.AsSpan(at).IndexOfAny(Ends);
            if (found < 0) break;
            at += found;
            if (text[at] == '\n')
            {
                Add(at);
                start = ++at;
                line++;
                continue;
            }
            int mark = at++;
            while (at < text.Length && (IsCloser(text[at]) || (Ends.Contains(text[at]) && text[at] != '\n'))) at++;
            if (!IsEnd(text, start, mark, at)) continue;
            Add(at);
            start = at;
        }
        Add(text.Length);
        return sentences;

        void Add(int end)
        {
            int from = start;
            while (from < end && char.IsWhiteSpace(text[from])) from++;
            while (end > from && char.IsWhiteSpace(text[end - 1])) end--;
            if (end > from) sentences.Add(new Sentence(text[from..end], line));
        }
    }

    private static bool IsCloser(char mark) => mark is '"' or '\'' or ')' or ']' or '\u201D' or '\u2019' or '\u00BB';

    private static bool IsEnd(string text, int start, int mark, int next)
    {
        if (text[mark] is '。' or '！' or '？' || next == text.Length) return true;
        if (!char.IsWhiteSpace(text[next])) return false;
        if (text[mark] != '.') return true;
        int after = next;
        while (after < text.Length && text[after] != '\n' && char.IsWhiteSpace(text[after])) after++;
        if (after < text.Length && char.IsLower(text[after])) return false;
        // More marks or a bracket after the full stop: not an abbreviation inside a sentence.
        if (next > mark + 1) return true;
        int word = mark;
        while (word > start && !char.IsWhiteSpace(text[word - 1]) && text[word - 1] is not ('(' or '[' or '"')) word--;
        ReadOnlySpan<char> last = text.AsSpan(word, mark - word);
        if (last.Length == 1 && char.IsUpper(last[0])) return false;
        return !Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(last);
    }
}
