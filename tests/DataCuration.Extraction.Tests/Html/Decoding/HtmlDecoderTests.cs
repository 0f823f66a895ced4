using System.Text;
using System.Text.Unicode;
using CsCheck;

namespace DataCuration.Extraction.Tests;

public sealed class HtmlDecoderTests
{
    /// <summary>Language, encoding, and the first article of the Universal Declaration of Human Rights in that language.</summary>
    public static TheoryData<string, string, string> Texts => new()
    {
        { "fr", "windows-1252", "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent "
            + "agir les uns envers les autres dans un esprit de fraternité." },
        { "de", "windows-1252", "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen "
            + "einander im Geist der Brüderlichkeit begegnen. Größe, Mädchen, schön." },
        { "es", "windows-1252", "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben "
            + "comportarse fraternalmente los unos con los otros. ¿Qué mañana? Así también." },
        { "pl", "iso-8859-2", "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni "
            + "postępować wobec innych w duchu braterstwa. Źdźbło, żółć, łódź." },
        { "pl", "windows-1250", "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i "
            + "powinni postępować wobec innych w duchu braterstwa. Źdźbło, żółć, łódź." },
        { "cs", "windows-1250", "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a mají spolu jednat v "
            + "duchu bratrství. Příliš žluťoučký kůň úpěl ďábelské ódy." },
        { "ru", "windows-1251", "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в "
            + "отношении друг друга в духе братства." },
        { "ru", "koi8-r", "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в "
            + "отношении друг друга в духе братства." },
        { "uk", "windows-1251", "Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю і повинні діяти у "
            + "відношенні один до одного в дусі братерства." },
        { "el", "windows-1253",
            "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση." },
        { "he", "windows-1255",
            "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחווה." },
        { "ar", "windows-1256", "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء." },
        { "tr", "windows-1254", "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik "
            + "zihniyeti ile hareket etmelidirler." },
        { "th", "windows-874",
            "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ" },
        { "ja", "shift_jis", "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。" },
        { "ja", "euc-jp", "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。" },
        { "zh", "gb18030", "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。这是中国人民的共同愿望。" },
        { "zh", "big5", "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。這是我們共同的願望。" },
        { "ko", "euc-kr", "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다." },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void ToUtf8_Utf16WithoutAMark_IsDetectedInEveryScript(string language, string encoding, string text)
    {
        string page = $"<!DOCTYPE html><html lang={language}><body><p>{text}</p>{encoding}</body></html>";
        Assert.Equal((page, "utf-16le"), Decode(Encoding.Unicode.GetBytes(page), null));
        Assert.Equal((page, "utf-16be"), Decode(Encoding.BigEndianUnicode.GetBytes(page), "windows-1252"));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void ToUtf8_UndeclaredLegacyText_IsGuessed(string language, string encoding, string text)
    {
        string page = $"<html><head><title>{language.Length}</title></head><body><p>{text}</p></body></html>";
        (string decoded, string name) = Decode(Encode(page, encoding), null);
        Assert.Equal((page, encoding), (decoded, name));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void ToUtf8_LegacyTextDeclaredAsUtf8_IsGuessed(string language, string encoding, string text)
    {
        string page = $"<html lang={language}><meta charset=utf-8><body><p>{text}</p></body></html>";
        Assert.Equal((page, encoding), Decode(Encode(page, encoding), "UTF-8"));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void ToUtf8_DeclaredInMetaOrHeader_IsFollowed(string language, string encoding, string text)
    {
        string page = $"<html><!-- {language} --><meta http-equiv=\"Content-Type\" content=\"text/html; charset={encoding}\"><p>{text}</p></html>";
        byte[] bytes = Encode(page, encoding);
        Assert.Equal((page, encoding), Decode(bytes, null));
        Assert.Equal((page, encoding), Decode(bytes, encoding.ToUpperInvariant()));
    }

    [Theory]
    [InlineData("latin1")]
    [InlineData("windows-1251")]
    [InlineData("shift_jis")]
    [InlineData(null)]
    public void ToUtf8_ValidUtf8WithAnyDeclaration_IsTheSameMemory(string? declared)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("<meta charset=iso-8859-1><p>naïve café, señor Müller, œuvre</p>");
        byte[]? buffer = null;
        ReadOnlyMemory<byte> result = HtmlDecoder.ToUtf8(bytes, declared, ref buffer, out string name);
        Assert.Equal("utf-8", name);
        Assert.True(result.Equals(bytes.AsMemory()));
        Assert.Null(buffer);
    }

    [Theory]
    [InlineData(2, "gb18030")]
    [InlineData(3, "utf-8")]
    public void ToUtf8_FewSequencesUnderADoubleByteDeclaration_NeedsThree(int sequences, string expected)
    {
        // The two bytes of é are also a character in GBK.
        byte[] bytes = Encoding.UTF8.GetBytes("<p>" + new string('é', sequences));
        Assert.Equal(expected, Decode(bytes, "gbk").Name);
    }

    [Theory]
    [InlineData("utf-16le", 1200)]
    [InlineData("utf-16be", 1201)]
    public void ToUtf8_Utf16_IsFoundWithAndWithoutMark(string name, int codePage)
    {
        const string Page = "<html><body>An English page with an é, and some more text</body></html>";
        Encoding encoding = Encoding.GetEncoding(codePage);
        Assert.Equal((Page, name), Decode(encoding.GetBytes(Page), null));
        Assert.Equal((Page, name), Decode([.. encoding.GetPreamble(), .. encoding.GetBytes(Page)], "windows-1252"));
    }

    [Fact]
    public void ToUtf8_Utf8Mark_WinsAndIsRemoved() => Assert.Equal(("é", "utf-8"), Decode([0xEF, 0xBB, 0xBF, 0xC3, 0xA9], "windows-1252"));

    [Fact]
    public void ToUtf8_Utf8WithOneBrokenByte_StaysUtf8WithAReplacement()
    {
        string text = string.Concat(Enumerable.Repeat("é ü ", 10));
        Assert.Equal((text + "\uFFFD" + "x", "utf-8"), Decode([.. Encoding.UTF8.GetBytes(text), 0xFF, (byte)'x'], null));
    }

    [Fact]
    public void ToUtf8_HeaderSaysLatin1MetaSaysCyrillic_TheLettersDecide()
    {
        const string Page = "<meta charset=windows-1251><p>Все люди рождаются свободными и равными в своем достоинстве и правах.";
        Assert.Equal((Page, "windows-1251"), Decode(Encode(Page, "windows-1251"), "iso-8859-1"));
    }

    [Theory]
    [InlineData("It’s “here” – or there… isn’t it? © 2020")]
    [InlineData("It\u00A0\u00A0\u00A0\u00A0is\u00A0\u00A0\u00A0\u00A0here ·\u00A0·\u00A0· ©")]
    [InlineData("£5 or £6, £7 and £8; £9, don’t you know")]
    [InlineData("4 × 4 ¶ ¶ ¶ ½ and a °C or two ×× ¦¦¦¦")]
    public void ToUtf8_EnglishWithMarksAlone_IsWindows1252(string text)
    {
        string page = $"<html lang=en-GB><title>Prices</title><p>{text}";
        Assert.Equal((page, "windows-1252"), Decode(Encode(page, "windows-1252"), null));
    }

    [Fact]
    public void ToUtf8_Iso2022JpDeclared_IsDecoded()
    {
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(50220)!;
        Assert.Equal(("<p>日本語</p>", "iso-2022-jp"), Decode(encoding.GetBytes("<p>日本語</p>"), "ISO-2022-JP"));
    }

    [Theory]
    [InlineData("<meta charset=\"koi8-r\">", "koi8-r")]
    [InlineData("<META CHARSET = 'KOI8-R' />", "koi8-r")]
    [InlineData("<meta name=x content='text/html; charset=koi8-r'>", null)]
    [InlineData("<meta content='text/html; charset=\"koi8-r\"' http-equiv=Content-Type>", "koi8-r")]
    [InlineData("<!-- <meta charset=koi8-r> --><meta charset=greek>", "iso-8859-7")]
    [InlineData("<a title='<meta charset=koi8-r>'><meta charset=big5>", "big5")]
    [InlineData("<?xml version=\"1.0\" encoding=\"euc-jp\"?>", "euc-jp")]
    [InlineData("<meta charset=nonsense><meta charset=sjis>", "shift_jis")]
    [InlineData("<meta charset=", null)]
    [InlineData("<metadata charset=koi8-r>", null)]
    [InlineData("<!--", null)]
    public void Prescan_Markup_IsReadAsTheStandardSays(string markup, string? expected) =>
        Assert.Equal(expected, MetaPrescan.Read(Encoding.Latin1.GetBytes(markup)).Encoding?.Name);

    [Fact]
    public void Prescan_HtmlLanguage_IsNoted() => Assert.Equal("pt", MetaPrescan.Read("<!doctype html><HTML class=x lang='pt-BR'><head>"u8).Language);

    [Fact]
    public void ToUtf8_AnyText_InUtf8IsUnchanged() => Gen.String.Sample(text =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes("<p>" + text);
        byte[]? buffer = null;
        ReadOnlyMemory<byte> result = HtmlDecoder.ToUtf8(bytes, null, ref buffer, out _);
        // Text with NULs may be read as UTF-16.
        return text.Contains('\0', StringComparison.Ordinal) || result.Span.SequenceEqual(bytes);
    });

    [Fact]
    public void ToUtf8_AnyBytesAndLabel_GiveValidUtf8()
    {
        string?[] labels = [null, "utf-8", "utf-16le", "latin1", "gbk", "big5", "euc-jp", "euc-kr", "shift_jis", "iso-2022-jp", "hz-gb-2312", "iso-2022-kr",
            "koi8-r", "windows-874", "nonsense"];
        byte[]? buffer = null;
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Int[0, labels.Length - 1]).Sample((bytes, label) =>
        {
            byte[]? own = buffer;
            bool valid = Utf8.IsValid(HtmlDecoder.ToUtf8(bytes, labels[label], ref own, out string name).Span);
            return valid && name.Length > 0;
        });
    }

    [Fact]
    public void ToUtf8_ASecondPage_ReusesTheBuffer()
    {
        byte[]? buffer = null;
        HtmlDecoder.ToUtf8(Encode(new string('é', 5000), "windows-1252"), "windows-1252", ref buffer, out _);
        byte[]? first = buffer;
        Assert.NotNull(first);
        HtmlDecoder.ToUtf8(Encode("schön und größer", "windows-1252"), "windows-1252", ref buffer, out _);
        Assert.Same(first, buffer);
    }

    private static byte[] Encode(string text, string encoding) =>
        CodePagesEncodingProvider.Instance.GetEncoding(encoding == "euc-kr" ? 949 : encoding == "euc-jp" ? 51932
            : CodePagesEncodingProvider.Instance.GetEncoding(encoding)!.CodePage)!.GetBytes(text);

    private static (string Text, string Name) Decode(byte[] bytes, string? declared)
    {
        byte[]? buffer = null;
        ReadOnlyMemory<byte> result = HtmlDecoder.ToUtf8(bytes, declared, ref buffer, out string name);
        return (Encoding.UTF8.GetString(result.Span), name);
    }
}
