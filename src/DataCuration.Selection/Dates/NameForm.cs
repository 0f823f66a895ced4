using System.Globalization;
using System.Text;

namespace DataCuration.Selection;

/// <summary>
/// A name in the form that is compared: lower case without accents, its words in ordinal order, one space between them. "Melville, Herman" and "Herman
/// Melville" have one form, and so have "Brontë" and "Bronte".
/// </summary>
/// <remarks>
/// Marks are removed after letters of Latin, Greek and Cyrillic, and of Hebrew and Arabic, where vowels are seldom written. In scripts such as Devanagari, Thai
/// and Kana, a mark is a vowel or another consonant, so names that differ by it are different.
/// </remarks>
internal readonly struct NameForm
{
    private readonly byte[] counts;

    private NameForm(string text, byte[] counts) => (Text, this.counts) = (text, counts);

    public string Text { get; }

    public static NameForm Of(string name)
    {
        var words = new StringBuilder();
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || IsMark(rune)) words.Append(rune.ToString());
            else if (rune.Value is not ('\'' or '’')) words.Append(' ');
        }
        string[] parts = WithoutAccents(words.ToString()).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(parts, StringComparer.Ordinal);
        string text = string.Join(' ', parts);
        byte[] counts = new byte[32];
        foreach (char one in text)
            if (counts[one & 31] < byte.MaxValue) counts[one & 31]++;
        return new(text, counts);
    }

    private static string WithoutAccents(string name)
    {
        // Lower case and canonical decomposition. Not string.Normalize: without ICU it does nothing beyond ASCII.
        byte[] text = Encoding.UTF8.GetBytes(name), form = new byte[TextForms.MaxLength(text.Length)];
        var kept = new StringBuilder();
        bool keepsMarks = false;
        foreach (Rune rune in Encoding.UTF8.GetString(form, 0, TextForms.RedPajama(text, form)).EnumerateRunes())
        {
            if (!IsMark(rune)) keepsMarks = !HasOptionalMarks(rune.Value);
            else if (!keepsMarks) continue;
            kept.Append(rune.ToString());
        }
        return kept.ToString();
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Returns true for letters of Latin, Greek, Cyrillic, Hebrew and Arabic, by the blocks of Unicode.</summary>
    private static bool HasOptionalMarks(int codePoint) => codePoint is < 0x700 or >= 0x750 and < 0x780 or >= 0x8A0 and < 0x900 or >= 0x1C80 and < 0x1C90
        or >= 0x1D00 and < 0x2000 or >= 0x2C60 and < 0x2C80 or >= 0xA640 and < 0xA6A0 or >= 0xA720 and < 0xA800 or >= 0xAB30 and < 0xAB70
        or >= 0xFB00 and < 0xFE00;

    /// <summary>Returns a score that <see cref="NameSimilarity.Score"/> does not exceed, from the numbers of characters alone.</summary>
    public double LargestScore(NameForm other)
    {
        if (Text.Length > byte.MaxValue || other.Text.Length > byte.MaxValue) return 100;
        int common = 0;
        for (int i = 0; i < counts.Length; i++) common += Math.Min(counts[i], other.counts[i]);
        return 200.0 * common / (Text.Length + other.Text.Length);
    }
}
