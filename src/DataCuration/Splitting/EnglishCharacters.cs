namespace DataCuration;

/// <summary>
/// The characters that the English rules of spaCy 3.8 name (spacy/lang/char_classes.py, spacy/lang/punctuation.py, spacy/lang/en/punctuation.py).
/// </summary>
internal static class EnglishCharacters
{
    /// <summary>A letter: ALPHA.</summary>
    public const ushort Letter = 1;

    /// <summary>A letter that counts as lower case: ALPHA_LOWER. Letters without case count as both.</summary>
    public const ushort Lower = 2;

    /// <summary>A letter that counts as upper case: ALPHA_UPPER.</summary>
    public const ushort Upper = 4;

    /// <summary>A quotation mark: CONCAT_QUOTES.</summary>
    public const ushort Quote = 8;

    /// <summary>A character that is a prefix by itself.</summary>
    public const ushort Prefix = 16;

    /// <summary>A character that is a suffix by itself.</summary>
    public const ushort Suffix = 32;

    /// <summary>A character that is an infix by itself: an ellipsis or a symbol.</summary>
    public const ushort Infix = 64;

    /// <summary>A character after which a final full stop is a suffix.</summary>
    public const ushort BeforeStop = 128;

    /// <summary>A currency sign, which is a suffix after a digit.</summary>
    public const ushort Currency = 256;

    /// <summary>A digit of ASCII: <c>[0-9]</c>.</summary>
    public const ushort Digit = 512;

    /// <summary>A character with which an infix may begin.</summary>
    public const ushort InfixStart = 1024;

    /// <summary>The last character of a unit of measurement, which is a suffix after a digit.</summary>
    public const ushort UnitEnd = 2048;

    /// <summary>A character of host names in addresses: <c>[A-Za-z0-9\u00a1-\uffff]</c>.</summary>
    public const ushort Host = 4096;

    private const string Punctuation = "…,:;!?¿؟¡()[]{}<>_#*&。？！，、；：～·।،۔؛٪";
    private const string Quotes = "'\"”“`‘´’‚,„»«「」『』（）〔〕【】《》〈〉\u2329\u232A⟦⟧";
    private const string CurrencySigns = "$£€¥฿₽﷼₴₠₡₢₣₤₥₦₧₨₩₪₫₭₮₯₰₱₲₳₵₶₷₸₹₺₻₼₾₿";

    /// <summary>
    /// Units of measurement: _units. The last Cyrillic and the first Arabic unit are one there, because a blank between two lines is missing.
    /// </summary>
    public const string Units =
        "km km² km³ m m² m³ dm dm² dm³ cm cm² cm³ mm mm² mm³ ha µm nm yd in ft kg g mg µg t lb oz m/s km/h kmh mph hPa Pa mbar mb MB kb KB gb GB tb " +
        "TB T G M K % км км² км³ м м² м³ дм дм² дм³ см см² см³ мм мм² мм³ нм кг г мг м/с км/ч кПа Па мбар Кб КБ кб Мб МБ мб Гб ГБ гб Тб ТБ тбكم " +
        "كم² كم³ م م² م³ سم سم² سم³ مم مم² مم³ كم غرام جرام جم كغ ملغ كوب اكواب";

    private static readonly CodePointClasses All = Build();

    /// <summary>The flags of the characters of ASCII.</summary>
    public static readonly ushort[] Ascii = [.. Enumerable.Range(0, 128).Select(c => All[c])];

    /// <summary>Returns the flags of a character.</summary>
    public static ushort Of(int codePoint) => All[codePoint];

    private static CodePointClasses Build()
    {
        var builder = new CodePointClasses.Builder();
        builder.Add(Lower | Letter, EnglishCharacterRanges.Lower).Add(Upper | Letter, EnglishCharacterRanges.Upper).Add(Letter, EnglishCharacterRanges.Letters);
        builder.Add(Lower | Upper | Letter, EnglishCharacterRanges.Uncased);
        builder.Add(Prefix | Suffix, Punctuation).Add(Prefix | Suffix | Quote, Quotes).Add(Prefix | Suffix | Infix | InfixStart, EnglishCharacterRanges.Icons);
        builder.Add(Prefix, "§%=—–").Add(Suffix, "—–").Add(Infix | InfixStart, "…");
        builder.Add(Prefix | Currency, CurrencySigns).Add(Digit, "0123456789").Add(InfixStart, ".+-*^,–—~:<>=/");
        // The set of this rule, "[0-9{lower}%²\-\+{punctuation}(?:{quotes})]", takes in the signs that separate and group its own parts.
        builder.AddWhere(BeforeStop, Digit | Lower | Quote).Add(BeforeStop, Punctuation).Add(BeforeStop, "%²-+|(?:)");
        foreach (string unit in Units.Split(' ')) builder.Add(UnitEnd, unit[^1..]);
        return builder.Add(Host, [48, 10, 7, 26, 6, 26, 0xA1 - 'z' - 1, 0x10000 - 0xA1]).Build();
    }
}
