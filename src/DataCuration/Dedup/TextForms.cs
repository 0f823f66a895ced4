using System.Buffers;

namespace DataCuration;

/// <summary>
/// Normal forms in which peers compare texts. Each writes the form of a text in valid UTF-8 to a target and returns its length in bytes. No form allocates.
/// </summary>
public static class TextForms
{
    /// <summary>
    /// Returns true for a character that datatrove counts as punctuation (PUNCTUATION of datatrove/utils/text.py, version 0.10): 129 signs and control
    /// characters, but not tab and line feed. Most terminal marks of other scripts are not among them.
    /// </summary>
    /// <param name="codePoint">The code point.</param>
    public static bool IsPunctuation(int codePoint) => SimplifySteps.IsPunctuation(codePoint);

    /// <summary>
    /// Returns true for a terminal mark of datatrove (TERMINAL_PUNCTUATION of datatrove/utils/text.py, version 0.10): 159 characters of many scripts.
    /// </summary>
    /// <param name="codePoint">The code point.</param>
    public static bool IsTerminalPunctuation(int codePoint) => codePoint < 0x80 ? codePoint is '.' or '!' or '?' : TerminalMarks.Contains(codePoint);

    /// <summary>Returns the length of a target that is sufficient for every form of a text.</summary>
    /// <param name="bytes">The length of the text in bytes.</param>
    /// <returns>The length in bytes.</returns>
    /// <exception cref="OverflowException">The text has more than about 700 MB.</exception>
    public static int MaxLength(int bytes) => SimplifiedText.Capacity(bytes);

    /// <summary>Writes datatrove's normal form (<c>simplify_text</c>), which its MinHash and sentence deduplication and its decontamination compare.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="steps">The steps. Default: those of datatrove.</param>
    /// <returns>The length of the form in bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The target is too short.</exception>
    public static int Simplify(ReadOnlySpan<byte> utf8Text, Span<byte> target, TextSimplification steps = TextSimplification.Default)
    {
        if (steps == TextSimplification.Default) return SimplifiedText.Write(utf8Text, target);
        CheckTarget(utf8Text, target);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxLength(utf8Text.Length));
        try
        {
            return SimplifySteps.Apply(utf8Text, target, buffer, steps);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Writes the form in which text-dedup compares lines, after CCNet: without white space at the ends, in lower case, digits as <c>0</c>, without the general
    /// categories of punctuation, symbols and control or unassigned characters.
    /// </summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The length of the form in bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The target is too short.</exception>
    public static int CcNet(ReadOnlySpan<byte> utf8Text, Span<byte> target)
    {
        CheckTarget(utf8Text, target);
        int length = LowerText.Write(SimplifySteps.Trim(utf8Text), target);
        return SimplifySteps.ReplaceDigitsAndRemoveSigns(target[..length]);
    }

    /// <summary>
    /// Writes the form of NEWS-COPY, as text-dedup has it: words that a hyphen divides over two lines are joined, line feeds become blanks, signs and all
    /// characters beyond ASCII are removed. Hyphens stay.
    /// </summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The length of the form in bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The target is too short.</exception>
    public static int NewsCopy(ReadOnlySpan<byte> utf8Text, Span<byte> target)
    {
        CheckTarget(utf8Text, target);
        return SimplifySteps.NewsCopy(utf8Text, target);
    }

    /// <summary>
    /// Writes the form of RedPajama-V2 (<c>normalize</c> of its text utilities): without punctuation of ASCII, in lower case, runs of white space as one blank,
    /// normalization form D.
    /// </summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The length of the form in bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The target is too short.</exception>
    public static int RedPajama(ReadOnlySpan<byte> utf8Text, Span<byte> target)
    {
        CheckTarget(utf8Text, target);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaxLength(utf8Text.Length));
        try
        {
            int length = SimplifySteps.RemoveAsciiSigns(utf8Text, buffer);
            length = LowerText.Write(buffer.AsSpan(0, length), target);
            length = SimplifySteps.CollapseSpace(target[..length], buffer);
            ReadOnlySpan<byte> plain = buffer.AsSpan(0, length);
            if (!System.Text.Ascii.IsValid(plain)) return UnicodeNfd.Write(plain, target);
            plain.CopyTo(target);
            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CheckTarget(ReadOnlySpan<byte> text, Span<byte> target) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, MaxLength(text.Length), nameof(target));
}
