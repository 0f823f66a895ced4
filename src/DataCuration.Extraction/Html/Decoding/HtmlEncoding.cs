using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// An encoding of the WHATWG Encoding Standard, found by its labels. There are three differences, which favour text over browser security: hz-gb-2312 and
/// iso-2022-kr are decoded (the standard gives one U+FFFD), gbk and gb2312 are read as gb18030, and big5 lacks the Hong Kong supplement. .NET lacks
/// iso-8859-10, -14 and -16, so the most similar encodings are used: iso-8859-4, windows-1252 and iso-8859-2.
/// </summary>
internal sealed class HtmlEncoding
{
    public static readonly HtmlEncoding Utf8 = new("utf-8", 65001), Utf16LittleEndian = new("utf-16le", 1200), Utf16BigEndian = new("utf-16be", 1201),
        Windows1252 = new("windows-1252", 1252);

    private static readonly Dictionary<string, HtmlEncoding> ByLabel = MakeLabels();
    private readonly int codePage;
    private readonly Lazy<Tables>? tables;

    private HtmlEncoding(string name, int codePage)
    {
        Name = name;
        this.codePage = codePage;
        if (codePage is not (65001 or 1200 or 1201) && !IsDoubleByte && !IsStateful) tables = new(MakeTables);
    }

    /// <summary>The encoding's name in the standard, in lower case.</summary>
    public string Name { get; }

    /// <summary>True if characters take one or two bytes (up to four in gb18030, three in euc-jp) without escape sequences.</summary>
    public bool IsDoubleByte => codePage is 932 or 949 or 950 or 54936 or 51932;

    /// <summary>True if escape sequences of ASCII bytes switch between character sets. Such text looks like ASCII.</summary>
    public bool IsStateful => codePage is 50220 or 50225 or 52936;

    public bool IsUtf16 => codePage is 1200 or 1201;

    /// <summary>For single-byte encodings, the UTF-8 form of each byte: bytes in the low three bytes, length in the highest. Null for others.</summary>
    public uint[]? SingleBytes => tables?.Value.Bytes;

    /// <summary>For single-byte encodings, the character of each byte. Null for others.</summary>
    public char[]? SingleChars => tables?.Value.Chars;

    /// <summary>Gets the encoding for a label, or null. Case, surrounding white space and quotes are ignored.</summary>
    public static HtmlEncoding? FromLabel(string? label) =>
        label is { Length: > 0 and <= 60 } && ByLabel.TryGetValue(label.Trim([' ', '\t', '\n', '\f', '\r', '"', '\'']), out HtmlEncoding? found) ? found : null;

    public Decoder CreateDecoder() => Create().GetDecoder();

    public override string ToString() => Name;

    private Encoding Create()
    {
        if (codePage == 65001) return Encoding.UTF8;
        if (codePage == 1200) return Encoding.Unicode;
        if (codePage == 1201) return Encoding.BigEndianUnicode;
        return CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))
            ?? throw new NotSupportedException($"Code page {codePage} is missing.");
    }

    private Tables MakeTables()
    {
        Encoding encoding = Create();
        var bytes = new uint[256];
        var chars = new char[256];
        byte[] form = new byte[3];
        for (int value = 0; value < 256; value++)
        {
            string text = encoding.GetString([(byte)value]);
            chars[value] = text.Length == 1 && !char.IsSurrogate(text[0]) ? text[0] : '\uFFFD';
            int length = Encoding.UTF8.GetBytes(chars.AsSpan(value, 1), form);
            uint packed = (uint)length << 24;
            for (int i = 0; i < length; i++) packed |= (uint)form[i] << (8 * i);
            bytes[value] = packed;
        }
        return new Tables(bytes, chars);
    }

    private static Dictionary<string, HtmlEncoding> MakeLabels()
    {
        var labels = new Dictionary<string, HtmlEncoding>(StringComparer.OrdinalIgnoreCase);
        void Add(HtmlEncoding encoding, string names)
        {
            foreach (string name in names.Split(' ')) labels.TryAdd(name, encoding);
        }
        Add(Utf8, "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 utf-8-sig utf8mb4");
        Add(Utf16LittleEndian, "utf-16le utf-16 ucs-2 csunicode iso-10646-ucs-2 unicode unicodefeff");
        Add(Utf16BigEndian, "utf-16be unicodefffe");
        Add(Windows1252, "windows-1252 ansi_x3.4-1968 ascii us-ascii cp1252 x-cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 "
            + "iso_8859-1 iso_8859-1:1987 l1 latin1 latin-1 iso-8859-14 iso8859-14 iso885914");
        Add(new("ibm866", 866), "ibm866 866 cp866 csibm866");
        Add(new("iso-8859-2", 28592), "iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 latin-2 iso-8859-16");
        Add(new("iso-8859-3", 28593), "iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3");
        Add(new("iso-8859-4", 28594), "iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4 iso-8859-10 csisolatin6 "
            + "iso-ir-157 iso8859-10 iso885910 l6 latin6");
        Add(new("iso-8859-5", 28595), "iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988");
        Add(new("iso-8859-6", 28596), "iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 "
            + "iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987");
        Add(new("iso-8859-7", 28597),
            "iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek");
        Add(new("iso-8859-8", 28598), "iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 "
            + "visual csiso88598i iso-8859-8-i logical");
        Add(new("iso-8859-13", 28603), "iso-8859-13 iso8859-13 iso885913");
        Add(new("iso-8859-15", 28605), "iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 latin9 latin-9");
        Add(new("koi8-r", 20866), "koi8-r cskoi8r koi koi8 koi8_r");
        Add(new("koi8-u", 21866), "koi8-u koi8-ru");
        Add(new("macintosh", 10000), "macintosh csmacintosh mac x-mac-roman");
        Add(new("x-mac-cyrillic", 10007), "x-mac-cyrillic x-mac-ukrainian");
        Add(new("windows-874", 874), "windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620");
        Add(new("windows-1250", 1250), "windows-1250 cp1250 x-cp1250");
        Add(new("windows-1251", 1251), "windows-1251 cp1251 x-cp1251 win-1251");
        Add(new("windows-1253", 1253), "windows-1253 cp1253 x-cp1253");
        Add(new("windows-1254", 1254),
            "windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 x-cp1254");
        Add(new("windows-1255", 1255), "windows-1255 cp1255 x-cp1255");
        Add(new("windows-1256", 1256), "windows-1256 cp1256 x-cp1256");
        Add(new("windows-1257", 1257), "windows-1257 cp1257 x-cp1257");
        Add(new("windows-1258", 1258), "windows-1258 cp1258 x-cp1258");
        Add(new("gb18030", 54936), "gb18030 gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936");
        Add(new("big5", 950), "big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950");
        Add(new("euc-jp", 51932), "euc-jp cseucpkdfmtjapanese x-euc-jp");
        Add(new("shift_jis", 932), "shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932");
        Add(new("euc-kr", 949), "euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cp949");
        Add(new("iso-2022-jp", 50220), "iso-2022-jp csiso2022jp");
        Add(new("iso-2022-kr", 50225), "iso-2022-kr csiso2022kr");
        Add(new("hz-gb-2312", 52936), "hz-gb-2312");
        return labels;
    }

    private sealed record Tables(uint[] Bytes, char[] Chars);
}
