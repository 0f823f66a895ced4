namespace DataCuration.Extraction;

/// <summary>
/// Relative frequencies of a language's letters beyond ASCII, rounded from published tables. Capitals are assumed to be a thirty-second of the small letters.
/// Rough figures are enough, since encodings differ mainly in which letters occur at all.
/// </summary>
/// <param name="Languages">The primary language subtags that select this entry as a hint.</param>
/// <param name="Letters">Small letters and their weights.</param>
/// <param name="Encodings">The single-byte encodings used for the language, most likely first.</param>
internal sealed record LanguageLetters(string[] Languages, (char Letter, int Weight)[] Letters, string[] Encodings)
{
    private static readonly string[] Western = ["windows-1252"], Central = ["windows-1250", "iso-8859-2"],
        Cyrillic = ["windows-1251", "koi8-r", "iso-8859-5", "ibm866", "x-mac-cyrillic"];

    /// <summary>All languages. Western European ones come first, so that they win ties.</summary>
    public static readonly LanguageLetters[] All =
    [
        Make("en", "é40 ü6 ö6 ñ6 è6 á6 ó4 ç4 ï3 ê2 ä4 í4", Western),
        Make("fr", "é56 è12 à13 ê8 ç4 ô3 û2 î2 â2 ù2 œ1 ï1 ë1", Western),
        Make("de", "ü33 ä30 ö16 ß17 é2", Western),
        Make("es", "ó28 í24 á23 é14 ñ10 ú6 ü1", Western),
        Make("pt", "ã24 ç17 á16 é15 í9 ó7 ê7 õ5 â4 ú4 à3 ô2", Western),
        Make("it", "è34 à28 ù12 ò13 é6 ì8", Western),
        Make("ca", "é15 à18 ó15 è12 í12 ò8 ç7 ú5 á1 ï4 ü1", Western),
        Make("nl", "é40 ë35 ï12 è6 ö5 ü4 ó6 á4", Western),
        Make("sv fi", "ä46 å27 ö32 é2", Western),
        Make("da no nb nn", "ø32 å40 æ26 é4 ö2 ä2", Western),
        Make("is fo", "á18 ð28 í16 þ11 ö9 ó10 é6 ú6 ý3 æ9", Western),
        Make("pl", "ł18 ą10 ę11 ó9 ż8 ś7 ć4 ń2 ź1", Central),
        Make("cs sk", "í28 á22 é13 ě13 ř11 č9 ý9 š8 ž10 ů5 ú2 ť1 ľ2 ď1 ň1 ô1 ó1", Central),
        Make("hu", "á33 é33 ö10 ó10 ő8 í6 ü5 ú3 ű2", Central),
        Make("ro mo", "ă34 î12 ş12 ţ12 â10 ș6 ț6", Central),
        Make("hr sl bs", "č32 š30 ž22 ć18 đ8", Central),
        Make("tr az", "ı42 ş15 ğ10 ü18 ö8 ç10 î1 â2", ["windows-1254"]),
        Make("lt", "ė16 š11 į6 ų13 ž8 ū5 č5 ą6 ę2", ["windows-1257", "iso-8859-4"]),
        Make("lv", "ā39 ī16 ē17 š7 ļ4 ņ6 ū5 ž2 ķ2 ģ2 č1", ["windows-1257", "iso-8859-4"]),
        Make("et", "ä37 õ35 ü22 ö7", ["windows-1257", "windows-1252"]),
        Make("ru", "о110 е85 а80 и74 н67 т63 с55 р47 в45 л44 к35 м32 д30 п28 у26 я20 ы19 ь17 г17 з16 б16 ч15 й12 х10 ж9 ш7 ю6 ц5 щ4 э3 ф3 ъ1 ё1", Cyrillic),
        Make("uk be", "о94 а75 и62 н68 т55 і57 е50 р45 в53 с42 к40 л37 у33 д33 м31 п29 я22 з21 ь18 б17 г16 ч14 й14 х11 ц9 ж9 ї8 ю8 є6 ш6 ф3 щ4 ґ1 ў3 ы6 э3",
            ["windows-1251", "koi8-u", "iso-8859-5", "ibm866"]),
        Make("bg mk sr",
            "а110 и90 о87 е82 т74 н72 р52 с47 в44 д35 л33 к31 п28 м24 з21 я20 ъ15 у14 г14 б13 ч13 ц7 щ6 ж6 ш5 х5 й6 ю2 ф2 ј10 љ2 њ3 ђ1 ћ3 џ1 ќ1 ѓ1", Cyrillic),
        Make("el", "α100 ο89 τ80 ι70 ε70 ν62 σ48 η44 κ42 ρ42 π41 υ38 ς37 μ33 λ26 ω17 γ18 δ17 θ11 χ11 φ8 β7 ξ4 ζ4 ψ1 ό18 ά18 ή16 ί22 έ14 ύ9 ώ8",
            ["windows-1253", "iso-8859-7"]),
        Make("he iw yi", "י112 ו101 ה109 ל74 א63 ר56 מ58 ת50 ב47 ש44 ע32 ח24 ד26 נ28 ם28 ק21 פ17 כ27 צ12 ן13 ט12 ס15 ז14 ג12 ך8 ף2 ץ1",
            ["windows-1255", "iso-8859-8"]),
        Make("ar fa ur", "ا125 ل115 ي68 م62 ن58 و60 ر45 ت45 ه36 ب36 ع35 د31 س27 ف28 ك20 ق24 أ22 ة26 ح19 ج14 ش13 ص10 خ10 ط8 ذ8 ى8 ض7 إ7 ز5 ث5 غ5 ئ4 ء5 ظ3 ؤ2 آ2 "
            + "ی10 ک5 پ2 چ1 گ2", ["windows-1256", "iso-8859-6"]),
        Make("th", "า80 น70 ร65 ก55 อ50 เ45 ่50 ง45 ม40 ย35 ้35 ล35 ว32 ด30 ท30 ั35 ี30 ต28 ส30 ิ28 ป25 บ25 ค28 ห25 แ18 จ18 ะ18 ไ15 พ18 ช15 ข14 ใ12 โ10 ผ8 ื10 "
            + "ุ12 ู12 ์14 ็6 ซ6 ถ8 ธ6 ศ6 ณ5 ษ4 ภ5 ำ8 ึ5 ญ4 ฟ3", ["windows-874"]),
        Make("vi", "đ15 à10 á10 ư15 ơ8 ô12 â8 ê8 ă4 é2 ó3 í2 ú2 ù2 ̀8 ́10 ̣9 ̉5 ̃3", ["windows-1258"]),
    ];

    /// <summary>True if the language uses the Latin script, where most letters are ASCII.</summary>
    public bool IsLatin => Letters[0].Letter < 0x250;

    private static LanguageLetters Make(string languages, string letters, string[] encodings) =>
        new(languages.Split(' '),
            [.. letters.Split(' ').Select(pair => (pair[0], int.Parse(pair.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)))], encodings);
}
