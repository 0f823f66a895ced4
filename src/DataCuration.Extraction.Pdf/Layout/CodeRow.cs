namespace DataCuration.Extraction.Pdf;

/// <summary>A row as part of a listing: its letters with a fixed pitch, and a number beside it that may be a line number.</summary>
internal readonly struct CodeRow
{
    /// <summary>The minimum share of letters with a fixed pitch. Arrows and other signs come from other fonts.</summary>
    private const double MinShare = 0.75;

    /// <summary>The same for rows between or below such rows.</summary>
    private const double MinPart = 0.4;

    /// <summary>The maximum number of digits of a line number.</summary>
    private const int MaxDigits = 5;

    /// <summary>The number of letters from other fonts that a row may have on its own: an arrow, an ellipsis.</summary>
    private const int MaxSigns = 2;

    /// <summary>The maximum size relative to the text. Larger rows are headings.</summary>
    private const double MaxSize = 1.12;

    private readonly double share;

    /// <summary>Reads a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="textSize">The size of running text, in points.</param>
    public CodeRow(TextRow row, double textSize)
    {
        Row = row;
        IsLarge = row.Size > MaxSize * textSize;
        FirstCode = 0;
        int letters = row.Letters, fixedLetters = row.FixedLetters;
        if (ReadNumber(row) is { } number)
        {
            Number = number;
            FirstCode = 1;
            if (row.Fragments.Count > 1)
            {
                letters -= row.Fragments[0].Letters;
                fixedLetters -= row.Fragments[0].FixedLetters;
            }
        }
        share = letters > 0 ? (double)fixedLetters / letters : 0;
        IsWholly = fixedLetters > 0 && letters - fixedLetters <= MaxSigns && FirstCode == 0;
    }

    /// <summary>The row.</summary>
    public TextRow Row { get; }

    /// <summary>The index of the first fragment after the number.</summary>
    public int FirstCode { get; }

    /// <summary>The number in other letters to the left; null without one.</summary>
    public int? Number { get; }

    /// <summary>True if the row has only a number, which may number an empty line.</summary>
    public bool IsOnlyNumber => FirstCode == Row.Fragments.Count;

    /// <summary>True if the row has a fixed pitch.</summary>
    public bool IsFixed => share >= MinShare && !IsLarge;

    /// <summary>True if a good part of the row has a fixed pitch.</summary>
    public bool IsPartlyFixed => share >= MinPart;

    /// <summary>True if every letter has a fixed pitch, apart from a sign, and there is no number before them.</summary>
    public bool IsWholly { get; }

    /// <summary>True if the row is larger than running text.</summary>
    public bool IsLarge { get; }

    /// <summary>True if the row begins with the sign of a comment.</summary>
    public bool IsComment => Row.Fragments[0].Text is ['#' or '%', ..] or ['/', '/' or '*', ..];

    /// <summary>True if a comment follows the code.</summary>
    public bool HasComment
    {
        get
        {
            string text = Row.Text();
            return text.Contains(" # ", StringComparison.Ordinal) || text.Contains(" // ", StringComparison.Ordinal)
                || text.Contains(" % ", StringComparison.Ordinal);
        }
    }

    /// <summary>The left edge of the code, or of the number if there is nothing else.</summary>
    public double Left => IsOnlyNumber ? Row.Left : Row.Fragments[FirstCode].Left;

    /// <summary>Gets the number of a row that begins with digits in another font or size than the rest.</summary>
    private static int? ReadNumber(TextRow row)
    {
        TextFragment first = row.Fragments[0];
        if (first.Text.Length > MaxDigits || first.Text.AsSpan().ContainsAnyExceptInRange('0', '9')) return null;
        if (row.Fragments.Count > 1)
        {
            TextFragment code = row.Fragments[1];
            bool isSame = first.Size > 0.92 * code.Size && (first.Fonts.Count == 0 || code.Fonts.Any(part => ReferenceEquals(part.Font, first.Fonts[0].Font)));
            if (isSame || code.Left - first.Right < 0.2 * code.Size) return null;
        }
        _ = EdgeRow.TryReadNumber(first.Text, out int value, out _);
        return value;
    }
}
