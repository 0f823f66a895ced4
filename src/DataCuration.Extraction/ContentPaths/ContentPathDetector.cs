using System.Buffers;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// The prefilter on raw pages of RedStone (arXiv 2412.03398, its published code): which paths a page may belong to, by marks in its bytes. One vectorised pass, no parsing; it is meant to let too many through, and what
/// a text really holds is decided on the text. Case of ASCII letters does not matter, as in HTML (<c>MathJax</c>, <c>&lt;PRE</c>), but for <c>\frac</c>: TeX knows no <c>\FRAC</c>.
/// </summary>
public static class ContentPathDetector
{
    /// <summary>Characters widened at once, with what a mark may overlap.</summary>
    private const int Block = 1 << 14;

    private static readonly string[] CodeMarks = ["<code", "<pre"];

    private static readonly string[] MathMarks =
        ["<math", "<annotation", "=\"math", "athjax", "math-container", "class=\"tex\"", "tex.cgi", "latex.php", "katex.min.css", "\\frac", "codecogs"];

    private static readonly int Overlap = CodeMarks.Concat(MathMarks).Max(mark => mark.Length) - 1;

    /// <summary>The framework's search for several strings: by the paths that are still open.</summary>
    private static readonly SearchValues<string>[] Open =
    [
        SearchValues.Create([], StringComparison.OrdinalIgnoreCase),
        SearchValues.Create(CodeMarks, StringComparison.OrdinalIgnoreCase),
        SearchValues.Create(MathMarks, StringComparison.OrdinalIgnoreCase),
        SearchValues.Create([.. CodeMarks, .. MathMarks], StringComparison.OrdinalIgnoreCase),
    ];

    /// <summary>Says which paths a raw page may belong to: <see cref="ContentPaths.Code"/>, <see cref="ContentPaths.Math"/>, both or none. (Questions are found on text alone.)</summary>
    /// <param name="page">The page's bytes, in any encoding that keeps ASCII; a page with a UTF-16 byte order mark is let through for both, unread.</param>
    public static ContentPaths Detect(ReadOnlySpan<byte> page)
    {
        if (page.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || page.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return ContentPaths.Code | ContentPaths.Math;
        ContentPaths found = ContentPaths.None;
        char[] buffer = ArrayPool<char>.Shared.Rent(Block);
        for (int at = 0; at < page.Length; at += Block - Overlap)
        {
            ReadOnlySpan<byte> part = page[at..Math.Min(page.Length, at + Block)];
            Encoding.Latin1.GetChars(part, buffer);
            found |= Search(buffer.AsSpan(0, part.Length), found);
            if (found == (ContentPaths.Code | ContentPaths.Math) || at + part.Length == page.Length) break;
        }
        ArrayPool<char>.Shared.Return(buffer);
        return found;
    }

    private static ContentPaths Search(ReadOnlySpan<char> text, ContentPaths found)
    {
        while (true)
        {
            int open = 3 & ~(int)found;
            int next = open == 0 ? -1 : text.IndexOfAny(Open[open]);
            if (next < 0) return found;
            text = text[next..];
            if ((open & (int)ContentPaths.Code) != 0 && StartsWithAny(text, CodeMarks)) found |= ContentPaths.Code;
            else if (text[0] != '\\' || text.StartsWith("\\frac", StringComparison.Ordinal)) found |= ContentPaths.Math;
            text = text[1..];
        }
    }

    private static bool StartsWithAny(ReadOnlySpan<char> text, string[] marks)
    {
        foreach (string mark in marks)
            if (text.StartsWith(mark, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
