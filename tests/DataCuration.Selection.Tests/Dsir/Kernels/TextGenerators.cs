using System.Text;
using CsCheck;

namespace DataCuration.Selection.Tests;

/// <summary>Random texts with many of the tokenizer's special cases.</summary>
internal static class TextGenerators
{
    private static readonly string[] Special =
    [
        "\u0130", "\u03A3", "\u03A3", "\u03C3", "'", ".", "\u0301", "\u00AD", "\u02B0", "\u0345", "\u200D", "\u2019", "\u0000", "\u001C", "\u0085", "\u00A0",
        "\u2028", "\u3000", "\u00E9", "\u00C9", "\u0416", "\u4E2D\u6587", "\u30FC", "\uD801\uDC00", "\uD83D\uDE00", "\uD835\uDC00",
        "\u00BD", "\u023A", "\u023E", "\u212A",
        "\u2126", "\u1E9E", "_", "\n", "\t", " ", " ", " ", "--", ", ", "A", "z", "7", "internationalization", "Donaudampfschifffahrtsgesellschaft",
    ];

    /// <summary>Letters, digits, punctuation and spaces of ASCII.</summary>
    public static readonly Gen<string> Ascii = Gen.Char[(char)0, (char)127].Array[0, 300].Select(characters => new string(characters));

    /// <summary>Words of a small vocabulary, so that n-grams repeat.</summary>
    public static readonly Gen<string> Repetitive = Gen.Int[0, 60].Array[0, 700].Select(Words);

    /// <summary>Any code points except surrogates, mixed with ASCII and special cases.</summary>
    public static readonly Gen<string> Unicode =
        Gen.Frequency(
            (3, Gen.Int[0, Special.Length - 1].Select(index => Special[index])),
            (4, Gen.Char[' ', '~'].Select(character => character.ToString())),
            (1, Gen.Char['a', 'z'].Array[8, 90].Select(characters => new string(characters))),
            (2, Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Select(codePoint => new Rune(codePoint).ToString())),
            (2, Gen.Int[0x80, 0x2FFF].Select(codePoint => new Rune(codePoint).ToString()))).Array[0, 200].Select(string.Concat);

    /// <summary>All kinds.</summary>
    public static readonly Gen<string> Any = Gen.Frequency((2, Unicode), (1, Ascii), (1, Repetitive));

    private static string Words(int[] numbers)
    {
        var text = new StringBuilder();
        foreach (int number in numbers)
        {
            text.Append(number % 11 == 0 ? ", " : number % 7 == 0 ? "\n" : " ").Append(number % 13 == 0 ? "Stra\u00DFe" : "word").Append(number * number);
        }

        return text.ToString();
    }
}
