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

    /// <summary>Where the row begins.</summary>
    public double Left { get; private set; } = double.MaxValue;

    /// <summary>Where it ends.</summary>
    public double Right { get; private set; } = double.MinValue;

    /// <summary>The baseline of its largest text.</summary>
    public double Baseline { get; private set; }

    /// <summary>The size of most of its letters.</summary>
    public double Size { get; private set; }

    /// <summary>The upper edge of its main text.</summary>
    public double Top => top;

    /// <summary>The lower edge of its main text.</summary>
    public double Bottom => bottom;

    /// <summary>How many letters it has.</summary>
    public int Letters { get; private set; }

    /// <summary>Puts fragments into rows, from the top; in a row from left to right. O(n log n); ties keep the order of drawing.</summary>
    /// <param name="fragments">Fragments of one column.</param>
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

    /// <summary>The row's text. A gap wider than the letters' spacing, or a drawn space, makes a space.</summary>
    public string Text() => Join(fragments);

    /// <summary>The text of neighbouring fragments of a row.</summary>
    /// <param name="fragments">From left to right.</param>
    public static string Join(IReadOnlyList<TextFragment> fragments)
    {
        if (fragments.Count == 1) return RightToLeft.ToLogical(fragments[0].Text, fragments[0].IsMirrored);
        // The line is put together as it is seen, and read as a whole: numbers and words of other scripts may be in pieces too.
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

    /// <summary>Whether more than half of the lower of the two lies beside the other: scripts belong to their line, the next line does not.</summary>
    private bool Takes(TextFragment fragment)
    {
        double size = bottom - top;
        // Beside a much larger letter (an initial over several lines, a large brace) every line would overlap: only the one on its baseline is its row.
        if (Math.Min(size, fragment.Size) < 0.5 * Math.Max(size, fragment.Size)) return Math.Abs(Baseline - fragment.Baseline) <= 0.3 * Math.Min(size, fragment.Size);
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
