using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DataCuration.TestKit;

/// <summary>
/// DSIR's features and weights as a line-by-line port of the Python: strings, one <see cref="SHA256.HashData(byte[])"/> for each n-gram, dense counts,
/// simple loops.
/// It is the baseline of the benchmarks and an oracle that shares no code with the library. It uses the runtime's Unicode, so it is exact for code points
/// assigned
/// in Unicode 14.
/// </summary>
public sealed class StraightforwardDsir(int ngrams, int buckets)
{
    /// <summary>Lower-cases as Python does.</summary>
    public static string Lower(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string lower = text.ToLowerInvariant().Replace("\u0130", "i\u0307", StringComparison.Ordinal);
        if (!lower.Contains('\u03C3', StringComparison.Ordinal) || !text.Contains('\u03A3', StringComparison.Ordinal))
        {
            return lower;
        }

        Rune[] runes = [.. text.EnumerateRunes()];
        var result = new StringBuilder();
        for (int i = 0; i < runes.Length; i++)
        {
            result.Append(runes[i].Value switch
            {
                0x3A3 => IsFinalSigma(runes, i) ? "\u03C2" : "\u03C3",
                0x130 => "i\u0307",
                _ => Rune.ToLowerInvariant(runes[i]).ToString(),
            });
        }

        return result.ToString();
    }

    /// <summary>Returns the WordPunct tokens of a text.</summary>
    public static List<string> Tokenize(string text)
    {
        string lower = Lower(text);
        var tokens = new List<string>();
        int start = 0;
        int kind = 0; // 0 white space, 1 word, 2 other
        int position = 0;
        foreach (Rune rune in lower.EnumerateRunes())
        {
            int next = IsWord(rune) ? 1 : IsSpace(rune) ? 0 : 2;
            if (next != kind)
            {
                if (kind != 0)
                {
                    tokens.Add(lower[start..position]);
                }

                start = position;
                kind = next;
            }

            position += rune.Utf16SequenceLength;
        }

        if (kind != 0)
        {
            tokens.Add(lower[start..]);
        }

        return tokens;
    }

    /// <summary>Returns all n-grams of orders 1 to n.</summary>
    public static IEnumerable<string> NGrams(List<string> tokens, int ngrams)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        for (int order = 1; order <= ngrams; order++)
        {
            for (int i = 0; i + order <= tokens.Count; i++)
            {
                yield return order == 1 ? tokens[i] : string.Join(' ', tokens.GetRange(i, order));
            }
        }
    }

    /// <summary>Returns the bucket of an n-gram.</summary>
    public static int Bucket(string ngram, int buckets)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(ngram));
        ulong remainder = 0;
        for (int i = 0; i < digest.Length; i += 4)
        {
            remainder = ((remainder << 32) | BinaryPrimitives.ReadUInt32BigEndian(digest.AsSpan(i))) % (ulong)buckets;
        }

        return (int)remainder;
    }

    /// <summary>Returns the count vector of a text.</summary>
    public long[] Counts(string text)
    {
        long[] counts = new long[buckets];
        foreach (string ngram in NGrams(Tokenize(text), ngrams))
        {
            counts[Bucket(ngram, buckets)]++;
        }

        return counts;
    }

    /// <summary>Returns the log importance weight of a text: the dot product of log ratios and counts.</summary>
    public double Weight(string text, double[] logRatios)
    {
        ArgumentNullException.ThrowIfNull(logRatios);
        long[] counts = Counts(text);
        double weight = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            weight += counts[i] * logRatios[i];
        }

        return weight;
    }

    private static bool IsWord(Rune rune) => rune.Value == '_' || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is >= 0x1C and <= 0x1F;

    // Sufficient for natural text: letters with case before, no letter after, with marks and apostrophes skipped.
    private static bool IsFinalSigma(Rune[] runes, int position)
    {
        int before = position - 1;
        while (before >= 0 && IsIgnorable(runes[before]))
        {
            before--;
        }

        int after = position + 1;
        while (after < runes.Length && IsIgnorable(runes[after]))
        {
            after++;
        }

        return before >= 0 && IsCased(runes[before]) && (after == runes.Length || !IsCased(runes[after]));
    }

    private static bool IsCased(Rune rune) => Rune.IsUpper(rune) || Rune.IsLower(rune);

    private static bool IsIgnorable(Rune rune) => rune.Value is '\'' or '.' or ':' or 0xB7 or 0x2019 || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
        or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
