namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Words on one baseline without a wide gap between them. Columns, rows and cells are made of fragments. Coordinates are points from the upper left, with y
/// downwards.
/// </summary>
internal sealed class TextFragment
{
    /// <summary>The text, with words separated by single spaces.</summary>
    public required string Text { get; init; }

    /// <summary>The left edge.</summary>
    public required double Left { get; init; }

    /// <summary>The right edge.</summary>
    public required double Right { get; init; }

    /// <summary>The baseline of its largest letters.</summary>
    public required double Baseline { get; init; }

    /// <summary>The size of its largest letters.</summary>
    public required double Size { get; init; }

    /// <summary>The number of letters, without spaces.</summary>
    public required int Letters { get; init; }

    /// <summary>True if the file marks it as a pagination artifact.</summary>
    public bool IsArtifact { get; init; }

    /// <summary>True if a space was drawn before it.</summary>
    public bool HasSpaceBefore { get; init; }

    /// <summary>True if a space was drawn after it.</summary>
    public bool HasSpaceAfter { get; init; }

    /// <summary>True if its position is on the mirrored page: see <see cref="Mirror"/>. The text is in visual order on the original page.</summary>
    public bool IsMirrored { get; init; }

    /// <summary>The minimum gap between words, in points.</summary>
    public double WordGap { get; init; }

    /// <summary>The fonts, each with its number of letters.</summary>
    public IReadOnlyList<FontLetters> Fonts { get; init; } = [];

    /// <summary>
    /// The x coordinate of each character of <see cref="Text"/> before mirroring, for text that may have a fixed pitch; otherwise null.
    /// </summary>
    public float[]? Places { get; init; }

    /// <summary>The width of a letter, if <see cref="Places"/> is set.</summary>
    public double Advance { get; init; }

    /// <summary>The number of letters in a font with a fixed pitch. Valid after all pages are read.</summary>
    public int FixedLetters
    {
        get
        {
            int count = 0;
            foreach (FontLetters part in Fonts)
                if (part.Font.IsFixed) count += part.Letters;
            return count;
        }
    }

    /// <summary>The number of bold letters.</summary>
    public int BoldLetters
    {
        get
        {
            int count = 0;
            foreach (FontLetters part in Fonts)
                if (part.Font.IsBold) count += part.Letters;
            return count;
        }
    }

    /// <summary>
    /// Mirrors the fragment horizontally. On a mirrored page, right-to-left text runs from left to right, so that lines, columns and tables are found in the
    /// same way as on other pages.
    /// </summary>
    /// <param name="width">The width of the page.</param>
    public TextFragment Mirror(double width) => new()
    {
        Text = Text,
        Left = width - Right,
        Right = width - Left,
        Baseline = Baseline,
        Size = Size,
        Letters = Letters,
        IsArtifact = IsArtifact,
        // Letters drawn in reading order are separate fragments. The text drawn before them can be on either side; gaps decide.
        HasSpaceBefore = HasSpaceAfter && Letters > 1,
        HasSpaceAfter = HasSpaceBefore && Letters > 1,
        IsMirrored = true,
        WordGap = WordGap,
        Fonts = Fonts,
        Places = Places,
        Advance = Advance,
    };

    /// <summary>The upper edge of ordinary letters. Ascenders are about three quarters of the font size.</summary>
    public double Top => Baseline - 0.75 * Size;

    /// <summary>The lower edge. Descenders are about a quarter of the font size.</summary>
    public double Bottom => Baseline + 0.25 * Size;
}
