using System.Runtime.CompilerServices;

namespace DataCuration.Filters;

/// <summary>
/// Character classes of Unicode 14.0.0 as CPython 3.11's string methods and the Python package regex define them. A class is a bit. The two-stage table is
/// expanded once from <see cref="CharacterRanges"/>.
/// </summary>
internal static class CharacterClasses
{
    /// <summary><c>str.isalpha</c>.</summary>
    public const ushort Letter = 1;

    /// <summary><c>str.isalnum</c>.</summary>
    public const ushort Alphanumeric = 2;

    /// <summary><c>str.isupper</c> of one character.</summary>
    public const ushort Upper = 4;

    /// <summary>Lower-case or title-case: a word with such a character is not upper case.</summary>
    public const ushort LowerOrTitle = 8;

    /// <summary><c>str.isdigit</c>.</summary>
    public const ushort Digit = 16;

    /// <summary><c>str.isnumeric</c>.</summary>
    public const ushort Numeric = 32;

    /// <summary><c>[[:alpha:]]</c> of the package regex: the property Alphabetic.</summary>
    public const ushort Alphabetic = 64;

    /// <summary><c>\w</c> of the package regex. That of Python's own module re is <see cref="Alphanumeric"/> and the underscore.</summary>
    public const ushort RegexWord = 128;

    /// <summary><c>[[:punct:]]</c> of the package regex: punctuation and symbols.</summary>
    public const ushort Punctuation = 256;

    /// <summary>White space: <c>str.isspace</c>.</summary>
    public const ushort Space = 512;

    private const int LastCodePoint = 0x10FFFF;
    private static readonly Tables Expanded = Expand();

    /// <summary>Returns the class bits of a code point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Of(int codePoint)
    {
        Tables tables = Expanded;
        return tables.Stage[(tables.Blocks[codePoint >> 8] << 8) | (codePoint & 0xFF)];
    }

    /// <summary>Counts the characters of a class.</summary>
    public static int Count(ReadOnlySpan<byte> text, ushort mask)
    {
        Tables tables = Expanded;
        ReadOnlySpan<ushort> ascii = tables.Stage.AsSpan(tables.Blocks[0] << 8, 128);
        int count = 0;
        for (int at = 0; at < text.Length;)
        {
            byte first = text[at];
            if (first < 0x80)
            {
                if ((ascii[first] & mask) != 0) count++;
                at++;
            }
            else
            {
                if ((Of(Utf8.Decode(text, at, out int size)) & mask) != 0) count++;
                at += size;
            }
        }
        return count;
    }

    /// <summary>Returns true if any character has a class.</summary>
    public static bool ContainsAny(ReadOnlySpan<byte> text, ushort mask)
    {
        for (int at = 0; at < text.Length;)
        {
            if ((Of(Utf8.Decode(text, at, out int size)) & mask) != 0) return true;
            at += size;
        }
        return false;
    }

    /// <summary>Returns true if the first character has a class.</summary>
    public static bool StartsWith(ReadOnlySpan<byte> text, ushort mask) => !text.IsEmpty && (Of(Utf8.Decode(text, 0, out _)) & mask) != 0;

    private static Tables Expand()
    {
        ushort[] classes = new ushort[LastCodePoint + 1];
        Mark(classes, CharacterRanges.Letter, Letter | Alphanumeric | Alphabetic | RegexWord);
        Mark(classes, CharacterRanges.AlphabeticNotLetter, Alphabetic | RegexWord);
        Mark(classes, CharacterRanges.WordNotAlphabetic, RegexWord);
        Mark(classes, CharacterRanges.Upper, Upper);
        Mark(classes, CharacterRanges.LowerOrTitle, LowerOrTitle);
        Mark(classes, CharacterRanges.Numeric, Numeric | Digit | Alphanumeric);
        Mark(classes, CharacterRanges.NumericNotDigit, 0, Digit);
        Mark(classes, CharacterRanges.Punctuation, Punctuation);
        Mark(classes, UnicodeRanges.Space, Space);
        ushort[] blocks = new ushort[classes.Length >> 8];
        var stage = new List<ushort>();
        for (int block = 0; block < blocks.Length; block++)
        {
            ReadOnlySpan<ushort> content = classes.AsSpan(block << 8, 256);
            int found = 0;
            while (found < stage.Count && !content.SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(stage).Slice(found, 256)))
                found += 256;
            if (found == stage.Count) stage.AddRange(content);
            blocks[block] = (ushort)(found >> 8);
        }
        return new(blocks, [.. stage]);
    }

    private static void Mark(ushort[] classes, ReadOnlySpan<int> ranges, ushort set, ushort clear = 0)
    {
        int position = 0;
        for (int i = 0; i < ranges.Length; i += 2)
        {
            position += ranges[i];
            for (int left = ranges[i + 1]; left > 0; left--, position++) classes[position] = (ushort)((classes[position] & ~clear) | set);
        }
    }

    private sealed record Tables(ushort[] Blocks, ushort[] Stage);
}
