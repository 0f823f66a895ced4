namespace DataCuration.Extraction.Pdf;

/// <summary>
/// The traits of a font that matter for the layout. A fixed pitch is known only after the font's letters are drawn: names of subsets are random, many files
/// set no flag, and some set a wrong one. The evidence is that narrow letters (i, l, full stop) are exactly as wide as others.
/// </summary>
internal sealed class FontTraits
{
    /// <summary>The maximum relative difference between equal widths. Bitmap fonts round widths to pixels, all to the same number.</summary>
    private const double Tolerance = 0.006;

    /// <summary>Letters that every proportional font draws narrower than the others.</summary>
    private const string Narrow = "ijl.,:;'|!";

    /// <summary>Letters between the two groups, which prove nothing: in some proportional fonts they are as wide as others.</summary>
    private const string Doubtful = "tfrIJ1\"`()[]{}/\\-*^~";

    private readonly FontTraits? plain;
    private readonly bool isFlagged;
    private FontTraits? stroked;
    private double width;
    private long letters;
    private long wide;
    private bool varies;
    private bool hasNarrow;
    private bool hasOther;

    /// <summary>Creates the traits of a font.</summary>
    /// <param name="isFlagged">True if the font's descriptor says that it has a fixed pitch.</param>
    /// <param name="isBold">True if the name or the descriptor says that it is bold.</param>
    public FontTraits(bool isFlagged, bool isBold) => (this.isFlagged, IsBold) = (isFlagged, isBold);

    private FontTraits(FontTraits plain) => (this.plain, IsBold) = (plain, true);

    /// <summary>True if the letters are bold.</summary>
    public bool IsBold { get; }

    /// <summary>False once two letters had different widths.</summary>
    public bool MayBeFixed => !(plain ?? this).varies;

    /// <summary>True if the letters drawn so far show a fixed pitch.</summary>
    public bool IsFixed
    {
        get
        {
            FontTraits font = plain ?? this;
            // Fonts of Chinese and Japanese have two fixed widths, and are those of running text.
            return !font.varies && font.letters > 0 && font.wide <= font.letters / 2 && (font.isFlagged || (font.hasNarrow && font.hasOther));
        }
    }

    /// <summary>The same font with letters that are filled and stroked, which makes them bold.</summary>
    public FontTraits Stroked => plain is null ? stroked ??= new(this) : this;

    /// <summary>Counts a drawn letter.</summary>
    /// <param name="text">The letter's text.</param>
    /// <param name="advance">The letter's width, in any unit of the font.</param>
    public void Add(string text, double advance)
    {
        FontTraits font = plain ?? this;
        if (font.varies || text.Length == 0 || !(advance > 0)) return;
        char c = text[0];
        if (WideLetters.Contains(c)) font.wide++;
        // Other scripts, accents and ligatures may have their own widths in a font with a fixed pitch.
        if (c is <= ' ' or > '~' || text.Length > 1) return;
        font.letters++;
        if (font.width == 0) font.width = advance;
        else if (Math.Abs(advance - font.width) > Tolerance * font.width)
        {
            font.varies = true;
            return;
        }
        if (font.hasNarrow && font.hasOther) return;
        if (Narrow.Contains(c, StringComparison.Ordinal)) font.hasNarrow = true;
        else if (!Doubtful.Contains(c, StringComparison.Ordinal)) font.hasOther = true;
    }
}
