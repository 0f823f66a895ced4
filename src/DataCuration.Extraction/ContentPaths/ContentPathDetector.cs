using System.Buffers;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Detects from the raw bytes of a page which content paths it may belong to. This is the prefilter of RedStone (arXiv 2412.03398, published code). It is one
/// vectorised search for marker strings, without parsing. It accepts too many pages by design; the decision is made later on the extracted text. ASCII case is
/// ignored, as in HTML (<c>MathJax</c>, <c>&lt;PRE</c>), except for <c>\frac</c>, since TeX is case-sensitive.
/// </summary>
public static class ContentPathDetector
{
    /// <summary>The number of characters decoded at once, including the overlap for markers across blocks.</summary>
    private const int Block = 1 << 14;

    private static readonly string[] CodeMarks = ["<code", "<pre"];

    private static readonly string[] MathMarks =
        ["<math", "<annotation", "=\"math", "athjax", "math-container", "class=\"tex\"", "tex.cgi", "latex.php", "katex.min.css", "\\frac", "codecogs"];

    private static readonly int Overlap = CodeMarks.Concat(MathMarks).Max(mark => mark.Length) - 1;

    /// <summary>String searches by the set of paths not yet found.</summary>
    private static readonly SearchValues<string>[] Open =
    [
        SearchValues.Create([], StringComparison.OrdinalIgnoreCase),
        SearchValues.Create(CodeMarks, StringComparison.OrdinalIgnoreCase),
        SearchValues.Create(MathMarks, StringComparison.OrdinalIgnoreCase),
        SearchValues.Create([.. CodeMarks, .. MathMarks], StringComparison.OrdinalIgnoreCase),
    ];

    /// <summary>
    /// Gets the paths that a raw page may belong to: <see cref="ContentPaths.Code"/>, <see cref="ContentPaths.Math"/>, both, or
    /// <see cref="ContentPaths.None"/>. Questions are found in extracted text only.
    /// </summary>
    /// <param name="page">The page in any ASCII-compatible encoding. A page with a UTF-16 byte order mark is accepted for both without a search.</param>
    public static ContentPaths Detect(ReadOnlySpan<byte> page)
    {
        if (page.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || page.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return ContentPaths.Code | ContentPaths.Math;
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
