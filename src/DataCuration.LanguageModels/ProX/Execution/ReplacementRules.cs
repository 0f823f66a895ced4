using System.Globalization;
using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>The rules of strict mode for the strings of a replacement, apart from those that depend on the text.</summary>
internal static class ReplacementRules
{
    /// <summary>Checks a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="options">The options.</param>
    /// <returns>The first rule that it breaks; <see cref="ProXErrorCode.None"/> if it breaks none.</returns>
    public static ProXErrorCode Check(ProXNormalize call, ProXOptions options)
    {
        ProXLimits limits = options.Limits;
        if (HasLoneSurrogate(call.Source) || HasLoneSurrogate(call.Target)) return ProXErrorCode.LoneSurrogate;
        if (call.Source.Contains('\n', StringComparison.Ordinal)) return ProXErrorCode.LineBreak;
        int source = 0, visible = 0, target = 0;
        foreach (Rune rune in call.Source.EnumerateRunes())
        {
            source++;
            if (!Rune.IsWhiteSpace(rune)) visible++;
        }
        if (visible < limits.MinSourceLength) return ProXErrorCode.SourceTooShort;
        if (source > limits.MaxSourceLength) return ProXErrorCode.SourceTooLong;
        foreach (Rune rune in call.Target.EnumerateRunes())
        {
            target++;
            if (IsForbidden(rune)) return ProXErrorCode.ForbiddenCharacter;
        }
        if (target > Math.Min(limits.MaxTargetLength, limits.MaxTargetRatio * source)) return ProXErrorCode.TargetTooLong;
        return options.DeletionOnly && !call.Source.Contains(call.Target, StringComparison.Ordinal) ? ProXErrorCode.NotADeletion : ProXErrorCode.None;
    }

    /// <summary>True if a text contains half of a surrogate pair.</summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        int at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        while (at >= 0)
        {
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return true;
            text = text[(at + 2)..];
            at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        }
        return false;
    }

    /// <summary>
    /// True for characters that no replacement may contain: controls, separators of lines, and everything invisible (category Cf has the bidirectional marks
    /// and the characters of no width; the fillers of Hangul and the blank of Braille look like a space).
    /// </summary>
    private static bool IsForbidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
