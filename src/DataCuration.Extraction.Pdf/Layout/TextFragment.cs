namespace DataCuration.Extraction.Pdf;

/// <summary>Words on one baseline without a wide gap between them: the unit that columns, rows and cells are made of. Points from the upper left, y downwards.</summary>
internal sealed class TextFragment
{
    /// <summary>The text, words separated by single spaces.</summary>
    public required string Text { get; init; }

    /// <summary>Where it begins.</summary>
    public required double Left { get; init; }

    /// <summary>Where it ends.</summary>
    public required double Right { get; init; }

    /// <summary>The baseline of its largest letters.</summary>
    public required double Baseline { get; init; }

    /// <summary>The size of its largest letters.</summary>
    public required double Size { get; init; }

    /// <summary>How many letters it has, spaces not counted.</summary>
    public required int Letters { get; init; }

    /// <summary>Whether the file marks it as the page's furniture.</summary>
    public bool IsFurniture { get; init; }

    /// <summary>Whether a space was drawn before it.</summary>
    public bool HasSpaceBefore { get; init; }

    /// <summary>Whether a space was drawn after it.</summary>
    public bool HasSpaceAfter { get; init; }

    /// <summary>Whether its place is that on a page seen in a mirror: see <see cref="Mirror"/>. The text is as it is seen on the page itself.</summary>
    public bool IsMirrored { get; init; }

    /// <summary>The gap between words from which on a space is read, in points.</summary>
    public double WordGap { get; init; }

    /// <summary>
    /// The fragment on a page that is seen in a mirror: what runs from right to left does so from left to right there, and lines, columns and tables are found as on any other page.
    /// </summary>
    /// <param name="width">The page's width.</param>
    public TextFragment Mirror(double width) => new()
    {
        Text = Text,
        Left = width - Right,
        Right = width - Left,
        Baseline = Baseline,
        Size = Size,
        Letters = Letters,
        IsFurniture = IsFurniture,
        // Letters that are drawn in the order of reading are fragments of their own, and what was drawn before them stands on either side: the gaps tell.
        HasSpaceBefore = HasSpaceAfter && Letters > 1,
        HasSpaceAfter = HasSpaceBefore && Letters > 1,
        IsMirrored = true,
        WordGap = WordGap,
    };

    /// <summary>The upper edge of usual letters: ascenders reach about three quarters of the size above the baseline.</summary>
    public double Top => Baseline - 0.75 * Size;

    /// <summary>The lower edge: descenders reach about a quarter of the size below the baseline.</summary>
    public double Bottom => Baseline + 0.25 * Size;
}
