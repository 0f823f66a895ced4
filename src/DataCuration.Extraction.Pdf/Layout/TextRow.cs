using System.Text;

namespace DataCuration.Extraction.Pdf;

/// <summary>The fragments of one line.</summary>
internal sealed class TextRow
{
    private readonly List<TextFragment> fragments = [];
    private double top;
    private double bottom;
    private int sizeLetters = -1;

    private TextRow(TextFragment first) => Add(first);

    /// <summary>The fragments, from left to right.</summary>
    public IReadOnlyList<TextFragment> Fragments => fragments;

    /// <summary>The left edge.</summary>
    public double Left { get; private set; } = double.MaxValue;

    /// <summary>The right edge.</summary>
    public double Right { get; private set; } = double.MinValue;

    /// <summary>The baseline of its largest text.</summary>
    public double Baseline { get; private set; }

    /// <summary>The font size of most of its letters.</summary>
    public double Size { get; private set; }

    /// <summary>The upper edge of its main text.</summary>
    public double Top => top;

    /// <summary>The lower edge of its main text.</summary>
    public double Bottom => bottom;

    /// <summary>The number of letters.</summary>
    public int Letters { get; private set; }

    /// <summary>The number of letters with a fixed pitch.</summary>
    public int FixedLetters => fragments.Sum(static fragment => fragment.FixedLetters);

    /// <summary>True if nearly all letters are bold.</summary>
    public bool IsBold => fragments.Sum(static fragment => fragment.BoldLetters) >= 0.9 * Letters;

    /// <summary>Groups fragments into rows from top to bottom, and from left to right in a row. O(n log n); ties keep the drawing order.</summary>
    /// <param name="fragments">The fragments of one column.</param>
    public static List<TextRow> Group(IReadOnlyList<TextFragment> fragments)
    {
        var rows = new List<TextRow>();
        TextRow? row = null;
        foreach (TextFragment fragment in fragments.OrderBy(fragment => fragment.Baseline))
        {
            if (row is null || !row.Takes(fragment)) rows.Add(row = new TextRow(fragment));
            else row.Add(fragment);
        }
        foreach (TextRow made in rows) made.Order();
        return rows;
    }

    /// <summary>Gets the text of the row. A gap wider than the letter spacing, or a drawn space, becomes a space.</summary>
    public string Text() => Join(fragments);

    /// <summary>Gets the text of adjacent fragments of a row.</summary>
    /// <param name="fragments">The fragments from left to right.</param>
    public static string Join(IReadOnlyList<TextFragment> fragments)
    {
        if (fragments.Count == 1) return RightToLeft.ToLogical(fragments[0].Text, fragments[0].IsMirrored);
        // The whole line is put together in visual order first, since numbers and words of other scripts can be split as well.
        bool isMirrored = fragments[0].IsMirrored;
        var text = new StringBuilder();
        for (int k = 0; k < fragments.Count; k++)
        {
            int i = isMirrored ? fragments.Count - 1 - k : k;
            if (k > 0 && (isMirrored ? IsApart(fragments[i], fragments[i + 1]) : IsApart(fragments[i - 1], fragments[i]))) text.Append(' ');
            text.Append(fragments[i].Text);
        }
        return RightToLeft.ToLogical(text.ToString(), isMirrored);
    }

    private static bool IsApart(TextFragment left, TextFragment right)
    {
        double gap = right.Left - left.Right;
        if (left.HasSpaceAfter || right.HasSpaceBefore) return gap > -0.3 * Math.Max(left.Size, right.Size);
        return gap > Math.Min(left.WordGap, right.WordGap) || gap < -0.5 * Math.Max(left.Size, right.Size);
    }

    /// <summary>Returns true if more than half of the lower one overlaps vertically. Scripts belong to their line; the next line does not.</summary>
    private bool Takes(TextFragment fragment)
    {
        double size = bottom - top;
        // Beside a much larger letter (a drop cap, a large brace) every line would overlap, so only the line on its baseline belongs to it.
        if (Math.Min(size, fragment.Size) < 0.5 * Math.Max(size, fragment.Size))
            return Math.Abs(Baseline - fragment.Baseline) <= 0.3 * Math.Min(size, fragment.Size);
        double overlap = Math.Min(bottom, fragment.Bottom) - Math.Max(top, fragment.Top);
        return overlap > 0.55 * Math.Min(bottom - top, fragment.Size);
    }

    private void Add(TextFragment fragment)
    {
        if (fragments.Count == 0 || fragment.Size > 1.05 * (bottom - top))
        {
            top = fragment.Top;
            bottom = fragment.Bottom;
            Baseline = fragment.Baseline;
        }
        if (fragment.Letters > sizeLetters)
        {
            sizeLetters = fragment.Letters;
            Size = fragment.Size;
        }
        Letters += fragment.Letters;
        Left = Math.Min(Left, fragment.Left);
        Right = Math.Max(Right, fragment.Right);
        fragments.Add(fragment);
    }

    private void Order()
    {
        if (fragments.Count < 2) return;
        TextFragment[] sorted = [.. fragments.OrderBy(fragment => fragment.Left)];
        fragments.Clear();
        fragments.AddRange(sorted);
    }
}
