using System.Text;

namespace DataCuration.Tokenization;

/// <summary>Compares characters without case, by simple case folding.</summary>
internal static class CaseFolds
{
    private const int LongS = 0x17F, CapitalSharpS = 0x1E9E, SharpS = 0xDF;

    /// <summary>Returns true if two characters differ in case only.</summary>
    public static bool AreEqual(int first, int second) => first == second || Fold(first) == Fold(second);

    private static int Fold(int point)
    {
        if (point is >= 0xD800 and <= 0xDFFF) return point;
        if (point == LongS) return 's';
        if (point == CapitalSharpS) return SharpS;
        return Rune.ToLowerInvariant(Rune.ToUpperInvariant(new Rune(point))).Value;
    }
}
