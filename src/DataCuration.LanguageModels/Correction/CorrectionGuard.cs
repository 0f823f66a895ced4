using System.Globalization;
using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>
/// Decides if a corrected passage can replace the passage: it must have about the same length, nearly the same letters in the same order, and the same numbers.
/// SciLitLLM's code accepts every answer; the limits are our choice.
/// </summary>
public sealed record CorrectionGuard
{
    /// <summary>The default guard.</summary>
    public static CorrectionGuard Default { get; } = new();

    /// <summary>
    /// The minimum length, as a ratio to the passage's; from 0 to 1. It holds for words, and for characters other than white space. Words that a hyphen or
    /// blank divided become one, so a repaired passage can have fewer. Default: 0.75 (our choice: one divided word in each line of eight words, and more).
    /// </summary>
    public double MinLength
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The ratio must be from 0 to 1.");
    } = 0.75;

    /// <summary>
    /// The maximum length, as a ratio to the passage's; 1 or more. It holds for words, and for characters other than white space. Words that were run together
    /// become several. Default: 1.25 (our choice).
    /// </summary>
    public double MaxLength
    {
        get;
        init => field = value >= 1 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The ratio must be 1 or more.");
    } = 1.25;

    /// <summary>
    /// The minimum share of letters and digits that both passages have in the same order, of the longer one's; from 0.5 to 1. So it bounds what is lost and
    /// what is added. Case, blanks, punctuation and ligatures do not count. Characters of control and format that the passage lacks are never accepted.
    /// Default: 0.95 (our choice: one letter of twenty may differ).
    /// </summary>
    public double MinSameLetters
    {
        get;
        init => field = value is >= 0.5 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The share must be from 0.5 to 1.");
    } = 0.95;

    /// <summary>
    /// True if the passages must have the same numbers with their signs, and the same mathematical symbols, in the same order. Blanks inside a number count: a
    /// correction of <c>1 000</c> to <c>1,000</c> is rejected. Default: true.
    /// </summary>
    public bool KeepsNumbers { get; init; } = true;

    /// <summary>Compares a passage with its correction.</summary>
    /// <param name="original">The passage.</param>
    /// <param name="corrected">The corrected passage.</param>
    /// <returns>The first of length, content and numbers that does not hold, or else that the passage is corrected or unchanged.</returns>
    public CorrectionOutcome Check(string original, string corrected)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(corrected);
        if (original == corrected) return CorrectionOutcome.Unchanged;
        if (!IsLength(TextPassages.Measure(original), TextPassages.Measure(corrected)) || !IsLength(Visible(original), Visible(corrected)))
            return CorrectionOutcome.Length;
        if (AddsHidden(original, corrected)) return CorrectionOutcome.Content;
        char[] letters = LetterSequence.Of(original), found = LetterSequence.Of(corrected);
        int needed = (int)Math.Ceiling(MinSameLetters * Math.Max(letters.Length, found.Length));
        if (!LetterSequence.HasCommon(letters, found, needed)) return CorrectionOutcome.Content;
        return KeepsNumbers && !NumberSequence.Of(original).SequenceEqual(NumberSequence.Of(corrected)) ? CorrectionOutcome.Numbers
            : CorrectionOutcome.Corrected;
    }

    /// <summary>Writes the limits to a stage's fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MinLength), MinLength);
        writer.Add(nameof(MaxLength), MaxLength);
        writer.Add(nameof(MinSameLetters), MinSameLetters);
        writer.Add(nameof(KeepsNumbers), KeepsNumbers);
    }

    private bool IsLength(double before, double after) => after > 0 && after >= MinLength * before && after <= MaxLength * before;

    private static long Visible(string text)
    {
        long count = 0;
        foreach (char c in text)
            if (!char.IsWhiteSpace(c)) count++;
        return count;
    }

    /// <summary>Returns true if a text has characters of control or format, such as those of the direction of writing, that another one lacks.</summary>
    private static bool AddsHidden(string original, string corrected)
    {
        HashSet<Rune> known = [.. original.EnumerateRunes()];
        foreach (Rune rune in corrected.EnumerateRunes())
        {
            // Also beyond U+FFFF: the tag characters U+E0000 to U+E007F are invisible.
            bool isHidden = rune.Value is not ('\n' or '\r' or '\t') && (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format);
            if (isHidden && !known.Contains(rune)) return true;
        }
        return false;
    }

    /// <summary>Returns the result of a check as a parsed answer; the error tells the model what to change.</summary>
    internal ParsedAnswer<string> Accept(string original, ParsedAnswer<string> corrected)
    {
        if (!corrected.IsParsed) return corrected;
        CorrectionOutcome outcome = Check(original, corrected.Value);
        string error = outcome switch
        {
            CorrectionOutcome.Length => string.Create(CultureInfo.InvariantCulture,
                $"it has {TextPassages.Measure(corrected.Value) / Utf8Words.UnitsPerWord} words, and the passage has "
                    + $"{TextPassages.Measure(original) / Utf8Words.UnitsPerWord}"),
            CorrectionOutcome.Content => "it leaves out, adds or moves words of the passage",
            CorrectionOutcome.Numbers => "its numbers and mathematical symbols are not those of the passage",
            _ => "",
        };
        return error.Length == 0 ? corrected : ParsedAnswers.Wrong<string>(CorrectionAnnotations.NameOf(outcome), error);
    }
}
