using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Tokenization;

/// <summary>The classes of characters that the known splitting patterns use, one byte for each code point.</summary>
internal static class WordClasses
{
    public const byte Letter = 1, Number = 2, Space = 4, Break = 8, Upper = 16, Lower = 32, Mark = 64, PunctuationOrSymbol = 128;

    private const uint Both = CharacterClasses.Marks | (1u << (int)UnicodeCategory.ModifierLetter) | (1u << (int)UnicodeCategory.OtherLetter);
    private const uint UpperCategories = Both | (1u << (int)UnicodeCategory.UppercaseLetter) | (1u << (int)UnicodeCategory.TitlecaseLetter);
    private const uint LowerCategories = Both | (1u << (int)UnicodeCategory.LowercaseLetter);

    private static readonly byte[] Classes = Build();

    /// <summary>Returns the classes of a code point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(int point) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Classes), point);

    /// <summary>Returns the classes of the character at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int At(ReadOnlySpan<byte> text, int at, out int length) => Of(CodePoints.Decode(text, at, out length));

    /// <summary>Returns the end of a run of characters that have one of some classes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOf(ReadOnlySpan<byte> text, int at, int classes)
    {
        while (at < text.Length && (At(text, at, out int length) & classes) != 0) at += length;
        return at;
    }

    /// <summary>Returns the end of a run of characters that have none of some classes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfOthers(ReadOnlySpan<byte> text, int at, int classes)
    {
        while (at < text.Length && (At(text, at, out int length) & classes) == 0) at += length;
        return at;
    }

    /// <summary>Returns the end of a run of letters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfLetters(ReadOnlySpan<byte> text, int at)
    {
        at = EndOfAsciiLetters(text, at);
        return at == text.Length || text[at] < 0x80 ? at : EndOf(text, at, Letter);
    }

    /// <summary>Returns the end of a run of the letters A to Z and a to z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfAsciiLetters(ReadOnlySpan<byte> text, int at)
    {
        while (at + Vector128<byte>.Count <= text.Length)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)at);
            uint letters = Vector128.LessThan((bytes | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a'), Vector128.Create((byte)26))
                .ExtractMostSignificantBits();
            if (letters != 0xFFFF) return at + BitOperations.TrailingZeroCount(~letters);
            at += Vector128<byte>.Count;
        }
        while (at < text.Length && (uint)((text[at] | 0x20) - 'a') < 26) at++;
        return at;
    }

    private static byte[] Build()
    {
        byte[] classes = new byte[CodePoints.Count];
        for (int point = 0; point < classes.Length; point++)
        {
            int found = CharacterClasses.IsWhiteSpace(point) ? Space : 0;
            if (point is '\r' or '\n') found |= Break;
            if (CharacterClasses.IsIn(point, CharacterClasses.Letters)) found |= Letter;
            if (CharacterClasses.IsIn(point, CharacterClasses.Numbers)) found |= Number;
            if (CharacterClasses.IsIn(point, CharacterClasses.Marks)) found |= Mark;
            if (CharacterClasses.IsIn(point, UpperCategories)) found |= Upper;
            if (CharacterClasses.IsIn(point, LowerCategories)) found |= Lower;
            if (CharacterClasses.IsIn(point, CharacterClasses.Punctuation | CharacterClasses.Symbols)) found |= PunctuationOrSymbol;
            classes[point] = (byte)found;
        }
        return classes;
    }
}
