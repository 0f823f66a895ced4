using System.Globalization;

namespace DataCuration.Tokenization;

/// <summary>Properties of characters by name: categories, scripts, and the names of POSIX.</summary>
internal static class PatternProperties
{
    private static readonly Dictionary<string, uint> Categories = new(StringComparer.Ordinal)
    {
        ["l"] = CharacterClasses.Letters,
        ["letter"] = CharacterClasses.Letters,
        ["m"] = CharacterClasses.Marks,
        ["mark"] = CharacterClasses.Marks,
        ["n"] = CharacterClasses.Numbers,
        ["number"] = CharacterClasses.Numbers,
        ["p"] = CharacterClasses.Punctuation,
        ["punctuation"] = CharacterClasses.Punctuation,
        ["s"] = CharacterClasses.Symbols,
        ["symbol"] = CharacterClasses.Symbols,
        ["z"] = CharacterClasses.Separators,
        ["separator"] = CharacterClasses.Separators,
        ["c"] = CharacterClasses.Others,
        ["other"] = CharacterClasses.Others,
        ["lc"] = Bit(UnicodeCategory.UppercaseLetter) | Bit(UnicodeCategory.LowercaseLetter) | Bit(UnicodeCategory.TitlecaseLetter),
        ["lu"] = Bit(UnicodeCategory.UppercaseLetter),
        ["uppercaseletter"] = Bit(UnicodeCategory.UppercaseLetter),
        ["ll"] = Bit(UnicodeCategory.LowercaseLetter),
        ["lowercaseletter"] = Bit(UnicodeCategory.LowercaseLetter),
        ["lt"] = Bit(UnicodeCategory.TitlecaseLetter),
        ["titlecaseletter"] = Bit(UnicodeCategory.TitlecaseLetter),
        ["lm"] = Bit(UnicodeCategory.ModifierLetter),
        ["modifierletter"] = Bit(UnicodeCategory.ModifierLetter),
        ["lo"] = Bit(UnicodeCategory.OtherLetter),
        ["otherletter"] = Bit(UnicodeCategory.OtherLetter),
        ["mn"] = Bit(UnicodeCategory.NonSpacingMark),
        ["nonspacingmark"] = Bit(UnicodeCategory.NonSpacingMark),
        ["mc"] = Bit(UnicodeCategory.SpacingCombiningMark),
        ["spacingmark"] = Bit(UnicodeCategory.SpacingCombiningMark),
        ["me"] = Bit(UnicodeCategory.EnclosingMark),
        ["enclosingmark"] = Bit(UnicodeCategory.EnclosingMark),
        ["nd"] = Bit(UnicodeCategory.DecimalDigitNumber),
        ["decimalnumber"] = Bit(UnicodeCategory.DecimalDigitNumber),
        ["nl"] = Bit(UnicodeCategory.LetterNumber),
        ["letternumber"] = Bit(UnicodeCategory.LetterNumber),
        ["no"] = Bit(UnicodeCategory.OtherNumber),
        ["othernumber"] = Bit(UnicodeCategory.OtherNumber),
        ["zs"] = Bit(UnicodeCategory.SpaceSeparator),
        ["spaceseparator"] = Bit(UnicodeCategory.SpaceSeparator),
        ["zl"] = Bit(UnicodeCategory.LineSeparator),
        ["lineseparator"] = Bit(UnicodeCategory.LineSeparator),
        ["zp"] = Bit(UnicodeCategory.ParagraphSeparator),
        ["paragraphseparator"] = Bit(UnicodeCategory.ParagraphSeparator),
        ["cc"] = Bit(UnicodeCategory.Control),
        ["control"] = Bit(UnicodeCategory.Control),
        ["cntrl"] = Bit(UnicodeCategory.Control),
        ["cf"] = Bit(UnicodeCategory.Format),
        ["format"] = Bit(UnicodeCategory.Format),
        ["cs"] = Bit(UnicodeCategory.Surrogate),
        ["co"] = Bit(UnicodeCategory.PrivateUse),
        ["privateuse"] = Bit(UnicodeCategory.PrivateUse),
        ["cn"] = Bit(UnicodeCategory.OtherNotAssigned),
        ["unassigned"] = Bit(UnicodeCategory.OtherNotAssigned),
        ["pc"] = Bit(UnicodeCategory.ConnectorPunctuation),
        ["connectorpunctuation"] = Bit(UnicodeCategory.ConnectorPunctuation),
        ["pd"] = Bit(UnicodeCategory.DashPunctuation),
        ["dashpunctuation"] = Bit(UnicodeCategory.DashPunctuation),
        ["ps"] = Bit(UnicodeCategory.OpenPunctuation),
        ["openpunctuation"] = Bit(UnicodeCategory.OpenPunctuation),
        ["pe"] = Bit(UnicodeCategory.ClosePunctuation),
        ["closepunctuation"] = Bit(UnicodeCategory.ClosePunctuation),
        ["pi"] = Bit(UnicodeCategory.InitialQuotePunctuation),
        ["initialpunctuation"] = Bit(UnicodeCategory.InitialQuotePunctuation),
        ["pf"] = Bit(UnicodeCategory.FinalQuotePunctuation),
        ["finalpunctuation"] = Bit(UnicodeCategory.FinalQuotePunctuation),
        ["po"] = Bit(UnicodeCategory.OtherPunctuation),
        ["otherpunctuation"] = Bit(UnicodeCategory.OtherPunctuation),
        ["sm"] = Bit(UnicodeCategory.MathSymbol),
        ["mathsymbol"] = Bit(UnicodeCategory.MathSymbol),
        ["sc"] = Bit(UnicodeCategory.CurrencySymbol),
        ["currencysymbol"] = Bit(UnicodeCategory.CurrencySymbol),
        ["sk"] = Bit(UnicodeCategory.ModifierSymbol),
        ["modifiersymbol"] = Bit(UnicodeCategory.ModifierSymbol),
        ["so"] = Bit(UnicodeCategory.OtherSymbol),
        ["othersymbol"] = Bit(UnicodeCategory.OtherSymbol),
    };

    /// <summary>Returns the test of a property; null for an unknown name. Case, spaces, hyphens and underscores of names do not count.</summary>
    public static Func<int, bool>? Find(string name)
    {
        string plain = new([.. name.Where(static c => c is not (' ' or '-' or '_')).Select(char.ToLowerInvariant)]);
        if (Categories.TryGetValue(plain, out uint categories)) return point => CharacterClasses.IsIn(point, categories);
        switch (plain)
        {
            case "any": return static _ => true;
            case "ascii": return static point => point < 0x80;
            case "space" or "whitespace": return CharacterClasses.IsWhiteSpace;
            case "word": return CharacterClasses.IsWord;
            case "digit": return static point => CharacterClasses.CategoryOf(point) == UnicodeCategory.DecimalDigitNumber;
            case "xdigit": return static point => point < 0x80 && char.IsAsciiHexDigit((char)point);
            case "punct": // also ASCII's symbols, as in Oniguruma 6.9.5 and later
                return static point => CharacterClasses.IsIn(point, CharacterClasses.Punctuation) || CharacterClasses.IsAsciiPunctuation(point);
        }
        string script = name.Replace(' ', '_').Replace('-', '_');
        return UnicodeScriptTable.Instance.TryFind(script, out int number) ? point => UnicodeScriptTable.Instance.ScriptOf(point) == number : null;
    }

    private static uint Bit(UnicodeCategory category) => 1u << (int)category;
}
