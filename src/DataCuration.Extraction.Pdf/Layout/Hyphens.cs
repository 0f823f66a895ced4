using System.Buffers;
using System.Text;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Joins the lines of paragraphs, including words hyphenated at line ends. A hyphen is kept if the document shows that it belongs to the word. That is so if
/// the compound occurs inside lines more often than the joined word, or if both parts occur as words and the joined word does not.
/// </summary>
internal sealed class Hyphens
{
    /// <summary>The minimum length of a part. Shorter parts can be syllables as well as words, so their occurrence proves nothing.</summary>
    private const int MinPart = 4;

    /// <summary>After these words, a hyphen at the end of a line replaces an omitted part (pre- and post-war).</summary>
    private static readonly HashSet<string> Conjunctions =
        new(StringComparer.Ordinal) { "and", "or", "to", "nor", "und", "oder", "bis", "et", "ou", "y", "e", "o", "en", "of" };

    /// <summary>Characters of compounds, addresses and code, whose hyphens are kept.</summary>
    private static readonly SearchValues<char> NoWord = SearchValues.Create("-\u2010/@_=");

    private readonly Dictionary<string, int> counts = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool isOn;

    /// <summary>Collects the words in the document that matter for hyphens at line ends, in two passes.</summary>
    /// <param name="blocks">All blocks.</param>
    /// <param name="isOn">True to join hyphenated words. If false, hyphens are kept and only lines are joined.</param>
    public Hyphens(IReadOnlyList<TextBlock> blocks, bool isOn)
    {
        this.isOn = isOn;
        if (!isOn) return;
        foreach (TextBlock block in blocks)
        {
            for (int i = 1; i < block.Lines.Count && !block.KeepsLines; i++)
            {
                if (!LineSigns.EndsWithHyphen(block.Lines[i - 1])) continue;
                string first = Last(block.Lines[i - 1].AsSpan()[..^1]).ToString(), second = First(block.Lines[i]).ToString();
                if (first.Length == 0 || second.Length == 0) continue;
                counts.TryAdd(first + second, 0);
                counts.TryAdd(first + "-" + second, 0);
                counts.TryAdd(first, 0);
                counts.TryAdd(second, 0);
            }
        }
        if (counts.Count == 0) return;
        foreach (TextBlock block in blocks) Count(block);
    }

    /// <summary>Gets the text of a paragraph.</summary>
    /// <param name="lines">The lines of the paragraph.</param>
    public string Join(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i];
            if (text.Length > 0) Append(text, lines[i - 1], line);
            text.Append(line);
        }
        // Some typesetting draws a double quotation mark as two single ones.
        return text.Replace("\u00AD", "").Replace('\u2010', '-').Replace("\u2018\u2018", "\u201C").Replace("\u2019\u2019", "\u201D").ToString();
    }

    private void Append(StringBuilder text, string above, string line)
    {
        if (line.Length == 0) return;
        if (text[^1] == '\u00AD' && isOn)
        {
            text.Length--;
            return;
        }
        if (isOn && LineSigns.EndsWithHyphen(above) && char.IsLetter(line[0]))
        {
            ReadOnlySpan<char> first = Last(above.AsSpan()[..^1]), second = First(line);
            if (char.IsLower(line[0]) && Conjunctions.Contains(second.ToString())) text.Append(' ');
            else if (!StaysDivided(above, first, second, line[0])) text.Length--;
            return;
        }
        if (isOn && text[^1] is '-' or '\u2010' && char.IsDigit(line[0]) && text.Length > 1 && char.IsDigit(text[^2])) return; // a range of numbers
        if (!(WideLetters.Contains(text[^1]) && WideLetters.Contains(line[0]))) text.Append(' ');
    }

    private bool StaysDivided(string above, ReadOnlySpan<char> first, ReadOnlySpan<char> second, char next)
    {
        if (char.IsUpper(next)) return true;
        ReadOnlySpan<char> token = above.AsSpan()[(above.LastIndexOf(' ') + 1)..^1];
        if (token.ContainsAny(NoWord) || token.Contains("www.", StringComparison.Ordinal)) return true;
        int joined = Known($"{first}{second}"), divided = Known($"{first}-{second}");
        if (joined != divided) return divided > joined;
        return joined == 0 && first.Length >= MinPart && second.Length >= MinPart && Known(first.ToString()) >= 2 && Known(second.ToString()) >= 2;
    }

    private int Known(string word) => counts.GetValueOrDefault(word);

    private void Count(TextBlock block)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int i = 0; i < block.Lines.Count; i++)
        {
            ReadOnlySpan<char> line = block.Lines[i];
            // Parts of hyphenated words are not counted as words.
            if (i > 0 && LineSigns.EndsWithHyphen(block.Lines[i - 1])) line = line[First(line).Length..];
            if (LineSigns.EndsWithHyphen(line) && i + 1 < block.Lines.Count) line = line[..^(Last(line[..^1]).Length + 1)];
            for (int begin = 0; begin < line.Length;)
            {
                if (!char.IsLetter(line[begin]))
                {
                    begin++;
                    continue;
                }
                int end = begin;
                while (end < line.Length
                        && (char.IsLetter(line[end]) || (line[end] is '-' or '\u2010' && end + 1 < line.Length && char.IsLetter(line[end + 1]))))
                    end++;
                ReadOnlySpan<char> word = line[begin..end];
                if (lookup.TryGetValue(word, out int count)) lookup[word] = count + 1;
                begin = end;
            }
        }
    }

    private static ReadOnlySpan<char> First(ReadOnlySpan<char> line)
    {
        int end = 0;
        while (end < line.Length && char.IsLetter(line[end])) end++;
        return line[..end];
    }

    private static ReadOnlySpan<char> Last(ReadOnlySpan<char> line)
    {
        int begin = line.Length;
        while (begin > 0 && char.IsLetter(line[begin - 1])) begin--;
        return line[begin..];
    }
}
