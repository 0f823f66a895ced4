using System.Buffers;

namespace DataCuration.Filters;

/// <summary>
/// Removes characters that no reader sees: control characters, zero-width spaces, soft hyphens and, on request, joiners and marks of direction.
/// </summary>
/// <remarks>
/// Control characters that are white space (tab, line feed, carriage return, U+000B, U+000C, U+001C to U+001F, U+0085) stay: they separate words.
/// <see cref="WhiteSpaceNormalizer"/> unifies them. Variation selectors and combining marks stay as well.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new InvisibleCharacterRemover()).WriteJsonlAsync("repaired", run);
/// </code>
/// </example>
public sealed class InvisibleCharacterRemover : DocumentTransform
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 127, 0xC2, 0xE1, 0xE2, 0xEF]);

    /// <summary>As <see cref="Marks"/>, with the first byte of the Arabic letter mark, which begins half of all Arabic letters too.</summary>
    private static readonly SearchValues<byte> ArabicMarks = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 127, 0xC2, 0xD8, 0xE1, 0xE2, 0xEF]);

    /// <summary>
    /// True to remove control characters that are not white space (category Cc), the deprecated format characters U+206A to U+206F, and the interlinear and
    /// object marks U+FFF9 to U+FFFC.
    /// </summary>
    /// <value>Default true, as in ftfy's <c>remove_control_chars</c>.</value>
    public bool Controls { get; init; } = true;

    /// <summary>
    /// True to remove zero-width characters: U+200B, U+2060 to U+2064, U+FEFF, U+180E, and the soft hyphen U+00AD.
    /// </summary>
    /// <value>Default true.</value>
    public bool ZeroWidth { get; init; } = true;

    /// <summary>True to remove U+200C and U+200D.</summary>
    /// <value>Default false: Persian and the scripts of India need them to be spelled right, and emoji are joined by them.</value>
    public bool Joiners { get; init; }

    /// <summary>True to remove marks of direction: U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069.</summary>
    /// <value>Default false: texts in Arabic and Hebrew use them.</value>
    public bool DirectionMarks { get; init; }

    /// <summary>True to remove U+FFFD, which a decoder wrote for bytes that it could not read.</summary>
    /// <value>Default false: its place shows the damage.</value>
    public bool ReplacementCharacters { get; init; }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        return TextEdit.ResultOf(document, Remove(document.Utf8Text, context.Scratch<TextEdit>()));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(Controls), Controls);
        writer.Add(nameof(ZeroWidth), ZeroWidth);
        writer.Add(nameof(Joiners), Joiners);
        writer.Add(nameof(DirectionMarks), DirectionMarks);
        writer.Add(nameof(ReplacementCharacters), ReplacementCharacters);
    }

    internal ReadOnlyMemory<byte> Remove(ReadOnlyMemory<byte> utf8Text, TextEdit edit)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        SearchValues<byte> marks = DirectionMarks ? ArabicMarks : Marks;
        edit.Clear();
        for (int at = 0; text[at..].IndexOfAny(marks) is >= 0 and int next;)
        {
            at += next;
            int codePoint = AsciiText.Decode(text, at, out int size);
            if (IsRemoved(codePoint)) edit.Remove(text, at, at + size);
            at += size;
        }
        return edit.Complete(utf8Text);
    }

    internal bool IsRemoved(int codePoint) => codePoint switch
    {
        <= 8 or (>= 14 and <= 27) or (>= 127 and <= 159 and not 0x85) => Controls,
        0xAD or 0x180E or 0x200B or 0xFEFF or (>= 0x2060 and <= 0x2064) => ZeroWidth,
        0x200C or 0x200D => Joiners,
        0x61C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => DirectionMarks,
        (>= 0x206A and <= 0x206F) or (>= 0xFFF9 and <= 0xFFFC) => Controls,
        0xFFFD => ReplacementCharacters,
        _ => false,
    };
}
