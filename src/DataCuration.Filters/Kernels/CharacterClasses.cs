using System.Runtime.CompilerServices;

namespace DataCuration.Filters;

/// <summary>
/// Character classes of Unicode 14.0.0 as CPython 3.11's string methods and the Python package regex define them. A class is a bit. The table is
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

    private static readonly CodePointClasses Classes = Build();

    /// <summary>Returns the class bits of a code point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Of(int codePoint) => Classes[codePoint];

    /// <summary>Counts the characters of a class.</summary>
    public static int Count(ReadOnlySpan<byte> text, ushort mask)
    {
        ReadOnlySpan<ushort> ascii = Classes.Ascii;
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

    private static CodePointClasses Build() => new CodePointClasses.Builder()
        .Add(Letter | Alphanumeric | Alphabetic | RegexWord, CharacterRanges.Letter)
        .Add(Alphabetic | RegexWord, CharacterRanges.AlphabeticNotLetter)
        .Add(RegexWord, CharacterRanges.WordNotAlphabetic)
        .Add(Upper, CharacterRanges.Upper)
        .Add(LowerOrTitle, CharacterRanges.LowerOrTitle)
        .Add(Numeric | Digit | Alphanumeric, CharacterRanges.Numeric)
        .Remove(Digit, CharacterRanges.NumericNotDigit)
        .Add(Punctuation, CharacterRanges.Punctuation)
        .Add(Space, UnicodeRanges.Space)
        .Build();
}
