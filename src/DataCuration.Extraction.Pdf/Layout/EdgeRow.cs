using System.Text;

namespace DataCuration.Extraction.Pdf;

/// <summary>A row near the upper or lower edge of a page, with the features that identify headers, footers and page numbers.</summary>
internal sealed class EdgeRow
{
    /// <summary>The maximum number of numbers in a header. It also limits the work.</summary>
    private const int MaxNumbers = 6;

    private EdgeRow(int page, bool isTop, int rank, TextRow row, double distance, double gap, double pageHeight)
    {
        Page = page;
        IsTop = isTop;
        Rank = rank;
        Row = row;
        Distance = distance;
        Gap = gap;
        PageHeight = pageHeight;
        string text = row.Text();
        Letters = TextCleaning.CountLetters(text);
        Normal = Normalize(text, out int words, out int numbers);
        WordLetters = words;
        NumberCount = numbers;
        foreach (TextFragment fragment in row.Fragments)
            if (Numbers.Count < MaxNumbers && TryReadNumber(fragment.Text.AsSpan().Trim(" -–—.[]()|/*·•"), out int value, out bool roman))
                Numbers.Add((value, roman));
        if (Numbers.Count > 0) HasOwnNumber = true;
        else
        {
            ReadOnlySpan<char> all = text;
            int first = all.IndexOf(' '), last = all.LastIndexOf(' ');
            if (first > 0 && TryReadNumber(all[..first].Trim("-–—.[]()|/*·•"), out int value, out bool roman)) Numbers.Add((value, roman));
            if (last > 0 && TryReadNumber(all[(last + 1)..].Trim("-–—.[]()|/*·•"), out value, out roman)) Numbers.Add((value, roman));
            // "Page 3 of 10": numbers inside the row are candidates too.
            foreach (Range part in all.SplitAny(' ', '/'))
                if (Numbers.Count < MaxNumbers && TryReadNumber(all[part].Trim("-–—.,[]()|/*·•"), out value, out roman) && !roman
                        && !Numbers.Contains((value, false)))
                    Numbers.Add((value, false));
        }
    }

    /// <summary>The zero-based page index.</summary>
    public int Page { get; }

    /// <summary>True if it is at the upper edge.</summary>
    public bool IsTop { get; }

    /// <summary>The number of rows closer to the edge.</summary>
    public int Rank { get; }

    /// <summary>The row.</summary>
    public TextRow Row { get; }

    /// <summary>The distance from the edge to the baseline, in points.</summary>
    public double Distance { get; }

    /// <summary>The free space to the next row inwards, in points.</summary>
    public double Gap { get; }

    /// <summary>The height of the page.</summary>
    public double PageHeight { get; }

    /// <summary>The text in lower case with every number replaced by '#', for comparison between pages.</summary>
    public string Normal { get; }

    /// <summary>The number of letters.</summary>
    public int Letters { get; }

    /// <summary>The number of letters that are not part of numbers.</summary>
    public int WordLetters { get; }

    /// <summary>The number of words that are numbers.</summary>
    public int NumberCount { get; }

    /// <summary>True if a number is a fragment of its own.</summary>
    public bool HasOwnNumber { get; }

    /// <summary>The numbers that may be the page number, and whether each is Roman.</summary>
    public List<(int Value, bool IsRoman)> Numbers { get; } = [];

    /// <summary>Gets the outer rows of a page.</summary>
    /// <param name="page">The zero-based page index.</param>
    /// <param name="layout">The layout of the page.</param>
    /// <param name="zone">The share of the page's height searched at each edge.</param>
    /// <param name="count">The maximum number of rows at each edge.</param>
    public static IEnumerable<EdgeRow> Find(int page, PageLayout layout, double zone, int count)
    {
        List<TextRow> rows = TextRow.Group(layout.Fragments);
        for (int i = 0; i < Math.Min(count, rows.Count) && rows[i].Baseline < zone * layout.Height; i++)
            yield return new EdgeRow(page, true, i, rows[i], rows[i].Baseline, i + 1 < rows.Count
                ? rows[i + 1].Top - rows[i].Bottom : layout.Height, layout.Height);
        for (int i = 0; i < Math.Min(count, rows.Count) && rows[^(i + 1)].Baseline > (1 - zone) * layout.Height; i++)
        {
            TextRow row = rows[^(i + 1)];
            yield return new EdgeRow(page, false, i, row, layout.Height - row.Baseline, i + 2 <= rows.Count
                ? row.Top - rows[^(i + 2)].Bottom : layout.Height, layout.Height);
        }
    }

    /// <summary>Parses a number of at most five digits, or a Roman numeral.</summary>
    public static bool TryReadNumber(ReadOnlySpan<char> text, out int value, out bool roman)
    {
        value = 0;
        roman = false;
        if (text.IsEmpty) return false;
        if (text.Length <= 5 && !text.ContainsAnyExceptInRange('0', '9'))
        {
            foreach (char c in text) value = value * 10 + (c - '0');
            return true;
        }
        roman = TryReadRoman(text, out value);
        return roman;
    }

    private static bool TryReadRoman(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (text.Length > 9) return false;
        bool isUpper = char.IsAsciiLetterUpper(text[0]);
        int last = int.MaxValue, repeats = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int digit = Roman(text[i], isUpper), next = i + 1 < text.Length ? Roman(text[i + 1], isUpper) : 0;
            if (digit == 0) return false;
            if (next > digit)
            {
                if (next > digit * 10 || digit is 5 or 50 || next - digit > last) return false;
                value += next - digit;
                last = digit;
                i++;
                continue;
            }
            repeats = digit == last ? repeats + 1 : 1;
            if (digit > last || repeats > 3) return false;
            value += digit;
            last = digit;
        }
        return true;
    }

    private static int Roman(char c, bool isUpper) =>
        (isUpper ? char.ToLowerInvariant(c) : c) is var lower && char.IsAsciiLetterUpper(c) != isUpper ? 0 : lower switch
        {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            _ => 0,
        };

    private static string Normalize(string text, out int wordLetters, out int numbers)
    {
        wordLetters = numbers = 0;
        var result = new StringBuilder(text.Length);
        ReadOnlySpan<char> all = text;
        foreach (Range range in all.Split(' '))
        {
            ReadOnlySpan<char> word = all[range];
            if (result.Length > 0) result.Append(' ');
            if (TryReadNumber(word.Trim("-–—.,[]()|/*·•"), out _, out bool roman) && (!roman || word.Length == all.Length || word.Length > 1))
            {
                numbers++;
                result.Append('#');
                continue;
            }
            bool inNumber = false;
            foreach (char c in word)
            {
                bool isDigit = char.IsDigit(c);
                if (!isDigit || !inNumber) result.Append(isDigit ? '#' : char.ToLowerInvariant(c));
                if (char.IsLetter(c)) wordLetters++;
                inNumber = isDigit;
            }
        }
        return result.ToString();
    }
}
