using System.Collections.Concurrent;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Repairs text that was read in a wrong encoding, and other glitches, as <c>fix_text</c> of ftfy 6.3.1 does: <c>cafÃ©</c> becomes <c>café</c>. Sound text is
/// recognized by a fast check and kept as it is.
/// </summary>
/// <remarks>
/// Lines are repaired each for itself, because a text can be put together from several sources. The defaults are those of ftfy; <see cref="Datatrove"/> has
/// datatrove's, which change less. Characters are those of Unicode 14, whatever the runtime.
/// </remarks>
public sealed class MojibakeRepair : DocumentTransform
{
    /// <summary>The characters that need no repair, by the options that they depend on: finding them costs as much as repairing a megabyte.</summary>
    private static readonly ConcurrentDictionary<(int Steps, NormalizationForm? Form), bool[]> Found = new();

    private bool[]? inert;

    /// <summary>Replaces HTML character references.</summary>
    /// <value>Default: <see cref="HtmlUnescaping.BeforeMarkup"/> (ftfy's <c>unescape_html="auto"</c>).</value>
    public HtmlUnescaping UnescapeHtml { get; init => field = RuleChecks.Defined(value, nameof(UnescapeHtml)); }

    /// <summary>Removes escape sequences of terminals.</summary>
    /// <value>Default: true (ftfy's <c>remove_terminal_escapes</c>).</value>
    public bool RemoveTerminalEscapes { get; init; } = true;

    /// <summary>Reads text again in the encoding that it was meant in.</summary>
    /// <value>Default: true (ftfy's <c>fix_encoding</c>).</value>
    public bool FixesEncoding { get; init; } = true;

    /// <summary>Allows a blank in place of the byte A0 in the search for encodings.</summary>
    /// <value>Default: true (ftfy's <c>restore_byte_a0</c>).</value>
    public bool RestoreByteA0 { get; init; } = true;

    /// <summary>Allows sequences of UTF-8 that have lost a byte; they become the replacement character.</summary>
    /// <value>Default: true (ftfy's <c>replace_lossy_sequences</c>).</value>
    public bool ReplaceLossySequences { get; init; } = true;

    /// <summary>Repairs parts of a line if the line as a whole cannot be read again.</summary>
    /// <value>Default: true (ftfy's <c>decode_inconsistent_utf8</c>).</value>
    public bool DecodeInconsistentUtf8 { get; init; } = true;

    /// <summary>Replaces control characters of C1 by the characters that Windows-1252 has there.</summary>
    /// <value>Default: true (ftfy's <c>fix_c1_controls</c>).</value>
    public bool FixC1Controls { get; init; } = true;

    /// <summary>Splits ligatures of Latin letters.</summary>
    /// <value>Default: true (ftfy's <c>fix_latin_ligatures</c>).</value>
    public bool FixLatinLigatures { get; init; } = true;

    /// <summary>Replaces full-width and half-width characters by the usual ones.</summary>
    /// <value>Default: true (ftfy's <c>fix_character_width</c>).</value>
    public bool FixCharacterWidth { get; init; } = true;

    /// <summary>Replaces curled quotation marks by straight ones.</summary>
    /// <value>Default: true (ftfy's <c>uncurl_quotes</c>).</value>
    public bool UncurlQuotes { get; init; } = true;

    /// <summary>Replaces all line ends by line feeds.</summary>
    /// <value>Default: true (ftfy's <c>fix_line_breaks</c>).</value>
    public bool FixLineBreaks { get; init; } = true;

    /// <summary>Removes control characters that do not belong in text.</summary>
    /// <value>Default: true (ftfy's <c>remove_control_chars</c>).</value>
    public bool RemoveControlCharacters { get; init; } = true;

    /// <summary>The normalization form of the result; null for none.</summary>
    /// <value>Default: form C (ftfy's <c>normalization="NFC"</c>).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a form.</exception>
    public NormalizationForm? Normalization
    {
        get;
        init => field = value is null || Enum.IsDefined(value.Value)
            ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "This is not a normalization form.");
    } = NormalizationForm.FormC;

    /// <summary>The most characters (code points) that are repaired at once. Longer lines are cut.</summary>
    /// <value>Default: 1,000,000 (ftfy's <c>max_decode_length</c>).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxDecodeLength
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The length must be positive.");
    } = 1_000_000;

    /// <summary>Characters that need no repair.</summary>
    internal bool[] Inert => Volatile.Read(ref inert) ?? Publish();

    /// <summary>Creates the repair with the settings of datatrove's FTFYFormatter, which keep ligatures, widths, quotation marks and line ends.</summary>
    public static MojibakeRepair Datatrove() => new()
    {
        FixLatinLigatures = false,
        FixCharacterWidth = false,
        UncurlQuotes = false,
        FixLineBreaks = false,
        Normalization = null,
    };

    /// <summary>Counts the character sequences of a text that suggest a wrong encoding (ftfy's <c>badness</c>).</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number of sequences; 0 for text that looks sound.</returns>
    public static int CountBadness(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return MojibakeBadness.Count(Points(text));
    }

    /// <summary>Repairs a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The repaired text; the same string if nothing changed.</returns>
    public string Fix(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return MojibakeText.Fix(utf8, this) is { } repaired ? Encoding.UTF8.GetString(repaired) : text;
    }

    /// <summary>Repairs the encoding of a text as a whole, and nothing else (ftfy's <c>fix_encoding_and_explain</c>).</summary>
    /// <param name="text">The text.</param>
    /// <param name="steps">The steps that were taken; empty if nothing changed.</param>
    /// <returns>The repaired text.</returns>
    public string FixEncoding(string text, out IReadOnlyList<MojibakeStep> steps)
    {
        ArgumentNullException.ThrowIfNull(text);
        var taken = new List<MojibakeStep>();
        steps = taken;
        if (!FixesEncoding) return text;
        int[] points = Points(text);
        long work = MojibakeEncoding.WorkFor(points.Length);
        return MojibakeText.ToString(MojibakeEncoding.Fix(points, this, taken, ref work));
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        return MojibakeText.Fix(document.Utf8Text.Span, this) is { } repaired ? StageResult.Replace(document.WithText(repaired)) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("rules", "ftfy 6.3.1");
        writer.Add(nameof(UnescapeHtml), UnescapeHtml.ToString());
        writer.Add(nameof(RemoveTerminalEscapes), RemoveTerminalEscapes);
        writer.Add(nameof(FixesEncoding), FixesEncoding);
        writer.Add(nameof(RestoreByteA0), RestoreByteA0);
        writer.Add(nameof(ReplaceLossySequences), ReplaceLossySequences);
        writer.Add(nameof(DecodeInconsistentUtf8), DecodeInconsistentUtf8);
        writer.Add(nameof(FixC1Controls), FixC1Controls);
        writer.Add(nameof(FixLatinLigatures), FixLatinLigatures);
        writer.Add(nameof(FixCharacterWidth), FixCharacterWidth);
        writer.Add(nameof(UncurlQuotes), UncurlQuotes);
        writer.Add(nameof(FixLineBreaks), FixLineBreaks);
        writer.Add(nameof(RemoveControlCharacters), RemoveControlCharacters);
        writer.Add(nameof(Normalization), Normalization?.ToString());
        writer.Add(nameof(MaxDecodeLength), MaxDecodeLength);
    }

    private bool[] Publish()
    {
        bool[] steps = [FixC1Controls, FixLatinLigatures, FixCharacterWidth, UncurlQuotes, FixLineBreaks, RemoveTerminalEscapes, RemoveControlCharacters];
        int key = 0;
        foreach (bool step in steps) key = 2 * key + (step ? 1 : 0);
        bool[] found = Found.GetOrAdd((key, Normalization), static (_, options) => MojibakeText.FindInert(options), this);
        Volatile.Write(ref inert, found);
        return found;
    }

    private static int[] Points(string text) => [.. text.EnumerateRunes().Select(rune => rune.Value)];
}
