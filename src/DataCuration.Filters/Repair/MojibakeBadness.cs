namespace DataCuration.Filters;

/// <summary>
/// The heuristic of ftfy 6.3.1 (BADNESS_RE of ftfy/badness.py): pairs and triples of characters that text read in a wrong encoding has, and sound text rarely.
/// </summary>
internal static class MojibakeBadness
{
    public const ushort Common = 1, C1 = 2, Bad = 4, Law = 8, Currency = 16, Start = 32, End = 64, Numeric = 128, Kaomoji = 256, UpperAccented = 512,
        LowerAccented = 1024, UpperCommon = 2048, LowerCommon = 4096, Box = 8192;

    private const int Accented = LowerAccented | UpperAccented, Signs = Start | End | Currency | Numeric | Law;

    private static readonly ushort[] Kinds = MakeKinds();

    /// <summary>Counts the unlikely sequences, without overlap.</summary>
    public static int Count(ReadOnlySpan<int> text)
    {
        int count = 0;
        for (int at = 0; at < text.Length;)
        {
            int length = LengthAt(text, at);
            if (length > 0) count++;
            at += Math.Max(1, length);
        }
        return count;
    }

    /// <summary>Returns true if a text has an unlikely sequence.</summary>
    public static bool IsBad(ReadOnlySpan<int> text)
    {
        for (int at = 0; at < text.Length; at++) if (LengthAt(text, at) > 0) return true;
        return false;
    }

    /// <summary>The length of the unlikely sequence at a place: the first alternative of the expression that matches; 0 if none does.</summary>
    private static int LengthAt(ReadOnlySpan<int> text, int at)
    {
        int a = text[at], b = at + 1 < text.Length ? text[at + 1] : -1;
        int c = at + 2 < text.Length ? text[at + 2] : -1;
        // All sequences have a character beyond ASCII among their first two, but for one with white space between.
        if (a < 0x80 && b < 0x80)
            return c is 'Ã' or 'Â' && a is >= 'a' and <= 'z' && IsSpace(b) && at + 3 < text.Length && text[at + 3] == ' ' ? 4 : 0;
        int ka = Kind(a), kb = Kind(b), kc = Kind(c);
        if ((ka & C1) != 0) return 1;
        if ((ka & (Bad | Accented | Box | Signs)) != 0 && (kb & Bad) != 0) return 2;
        if (IsLatin(a) && (kb & (LowerCommon | UpperCommon)) != 0 && (kc & Bad) != 0) return 3;
        if ((ka & Bad) != 0 && (kb & (Accented | Box | Signs)) != 0) return 2;
        if ((ka & (LowerAccented | LowerCommon | Box | End | Currency | Numeric)) != 0 && (kb & UpperAccented) != 0) return 2;
        if ((ka & (Box | End | Currency | Numeric)) != 0 && (kb & LowerAccented) != 0) return 2;
        if ((ka & (LowerAccented | Box | End)) != 0 && (kb & Currency) != 0) return 2;
        if (IsSpace(a) && (kb & UpperAccented) != 0 && (kc & Currency) != 0) return 3;
        if ((ka & (UpperAccented | Box)) != 0 && (kb & (Numeric | Law)) != 0) return 2;
        if ((ka & (Accented | Box | Currency | End)) != 0 && (kb & Start) != 0 && (kc & Numeric) != 0) return 3;
        if ((ka & (Accented | Currency | Numeric | Box | Law)) != 0 && (kb & End) != 0 && (kc & Start) != 0) return 3;
        if ((ka & (Currency | Numeric | Box)) != 0 && (kb & Start) != 0) return 2;
        if (a is >= 'a' and <= 'z' && (kb & UpperAccented) != 0 && (kc & (Start | Currency)) != 0) return 3;
        if ((ka & Box) != 0 && (kb & Kaomoji) != 0) return 2;
        if ((ka & (Accented | Signs)) != 0 && (kb & Box) != 0) return 2;
        if ((ka & Box) != 0 && (kb & End) != 0) return 2;
        if ((ka & Accented) != 0 && (kb & (Start | End)) != 0 && c >= 0 && (UnicodeRules.Classify(c) & UnicodeRules.Word) != 0) return 3;
        if (a is 'Œ' or 'œ' && b >= 0 && !IsLatin(b)) return 2;
        if ((ka & UpperAccented) != 0 && b == '°') return 2;
        return SpecialLengthAt(text, at, a, b, c, kb);
    }

    /// <summary>Sequences of certain encodings.</summary>
    private static int SpecialLengthAt(ReadOnlySpan<int> text, int at, int a, int b, int c, int kb)
    {
        int kc = Kind(c), d = at + 3 < text.Length ? text[at + 3] : -1;
        switch (a)
        {
            case 'Â' or 'Ã' or 'Î' or 'Ð' when Has("€œŠš¢£Ÿž\u00A0\u00AD®©°·»–—´", b) || (kb & (Start | End)) != 0:
            case '×' when b is '²' or '³':
            case 'à' when Has("²µ¹¼½¾", b):
            case '√' when Has("±∂†≠®™´≤≥¥µø", b):
            case '≈' when b is '°' or '¢':
            case 'в' when b == 'Ђ':
            case 'Ã' when b is '\u00A0' or '¡':
            case 'Ã' or 'Â' when at == 0 && b == ' ':
            case 'ā' when b == '€':
                return 2;
            case 'Ø' or 'Ù' when IsArabic(b) && c is 'Ø' or 'Ù' && IsArabic(d):
                return 4;
            case '‚' when b == 'Ä' && Has("ìîïòôúùû†°¢π", c) || b is 'â' or 'ó' && Has("àä°ê", c):
            case 'В' or 'Г' or 'Р' or 'С' when ((kb & (C1 | Bad | Start | End | Currency)) != 0 || b is '°' or 'µ') && c is 'В' or 'Г' or 'Р' or 'С':
            case 'β' when b == '€' && Has("™\u00A0Ά\u00AD®°", c):
            case 'Β' or 'Γ' or 'Ξ' or 'Ο' when ((kb & (C1 | Bad | Start | End | Currency)) != 0 || b == '°') && c is 'Β' or 'Γ' or 'Ξ' or 'Ο':
                return 3;
            default:
                break;
        }
        bool isTwice = a == 'Г' && StartsWith(text[at..], "ГўВЂВ") && at + 6 < text.Length && text[at + 5] != '\n';
        if (isTwice && (IsLatin(text[at + 6]) || text[at + 6] == ' ')) return 7;
        if (a is >= 'a' and <= 'z')
        {
            if (IsSpace(b) && c is 'Ã' or 'Â' && d == ' ') return 4;
            if (b is 'Ã' or 'Â' && c == ' ') return 3;
        }
        bool isBefore = a is >= 'a' and <= 'z' || a is '.' or ',' or '?' or '!' || (Kind(a) & End) != 0;
        return isBefore && b == 'Â' && (c == ' ' || (kc & (Start | End)) != 0) ? 3 : 0;
    }

    private static bool IsArabic(int character) =>
        (Kind(character) & (Common | Currency | Bad | Numeric | Start)) != 0 || character is 'Ÿ' or 'Š' or '®' or '°' or 'µ' or '»';

    private static bool IsLatin(int character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool IsSpace(int character) => character >= 0 && (UnicodeRules.Classify(character) & UnicodeRules.Space) != 0;

    private static int Kind(int character) => (uint)character < 0x10000 ? Kinds[character] : 0;

    private static bool Has(string characters, int character) => (uint)character < 0x10000 && characters.Contains((char)character);

    private static bool StartsWith(ReadOnlySpan<int> text, string characters)
    {
        if (text.Length < characters.Length) return false;
        for (int i = 0; i < characters.Length; i++) if (text[i] != characters[i]) return false;
        return true;
    }

    private static ushort[] MakeKinds()
    {
        ushort[] kinds = new ushort[0x10000];
        foreach ((ushort flag, string characters) in MojibakeTables.Kinds) foreach (char c in characters) kinds[c] |= flag;
        return kinds;
    }
}
