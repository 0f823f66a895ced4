namespace DataCuration.Extraction;

/// <summary>The quotation marks that browsers write around <c>q</c> elements, by language (CLDR; HTML Living Standard, section 15.3).</summary>
internal static class QuotationMarks
{
    private const int LongestReference = 10;

    // Outer and inner pairs, and the languages that use them. A longer tag wins over its language.
    private static readonly (string Marks, string Languages)[] Table =
    [
        ("“”‘’", "en af am bn da eu fil gl gsw gu hi id kk km kn ko lb lo lv ml mn mr ms my ne nl or pa ps pt si sw ta te th tk to tr vi yue zh zu"),
        ("„“‚‘", "de cs sk sl hr is lt sq ksh dsb hsb"),
        ("„”«»", "pl ro"),
        ("„”»«", "hu"),
        ("„“«»", "et"),
        ("„“„“", "bg ka"),
        ("„“’‘", "mk"),
        ("„”’’", "sr bs"),
        ("«»«»", "fr hy br"),
        ("«»‹›", "fr-ch de-ch it-ch fa ug"),
        ("«»“”", "es it ca el ast pt-pt oc"),
        ("«»„“", "ru uk be az-cyrl kk-cyrl uz-cyrl"),
        ("«»‘’", "no nb nn"),
        ("””’’", "sv fi he iw"),
        ("”“’‘", "ar ur"),
        ("「」『』", "ja zh-tw zh-hk zh-mo zh-hant"),
        ("‘’“”", "cy en-gb-x"),
    ];

    private static readonly Dictionary<string, string> ByLanguage = Make();

    /// <summary>Gets the marks around a <c>q</c> element, by the language and the nesting of the text around it.</summary>
    public static (string Open, string Close) Of(HtmlTree tree, int node)
    {
        int depth = 0;
        int around = tree.Nodes[node].Parent;
        for (int level = 0; level < ElementLanguages.MaxLevels && around > 0; level++, around = tree.Nodes[around].Parent)
            if (tree.Nodes[around].Tag == HtmlTag.Quote) depth++;
        string marks = For(ElementLanguages.Of(tree, tree.Nodes[node].Parent, withXml: true));
        return depth % 2 == 0 ? (marks[..1], marks[1..2]) : (marks[2..3], marks[3..4]);
    }

    /// <summary>Gets the outer and inner marks of a language: four characters.</summary>
    public static string For(string? language)
    {
        string tag = (language ?? "").Trim().ToLowerInvariant().Replace('_', '-');
        while (tag.Length > 0)
        {
            if (ByLanguage.TryGetValue(tag, out string? marks)) return marks;
            int dash = tag.LastIndexOf('-');
            tag = dash < 0 ? "" : tag[..dash];
        }
        return Table[0].Marks;
    }

    /// <summary>Returns true if the author has already written marks: at the start of the text inside, or directly before it.</summary>
    public static bool AreWritten(HtmlTree tree, int node)
    {
        if (EndsWithMark(InlineNeighbours.TextBefore(tree, node))) return true;
        return ShortTexts.Of(tree, node, 4096) is { } text && StartsWithMark(text);
    }

    private static Dictionary<string, string> Make()
    {
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string own, string languages) in Table)
            foreach (string language in languages.Split(' ')) marks.Add(language, own);
        return marks;
    }

    private static bool EndsWithMark(ReadOnlySpan<byte> text) =>
        text.EndsWith("\""u8) || text.EndsWith("“"u8) || text.EndsWith("„"u8) || text.EndsWith("«"u8) || text.EndsWith("‚"u8) || text.EndsWith("‹"u8)
            || text.EndsWith("「"u8) || text.EndsWith("『"u8) || EndsWithReference(text);

    private static bool EndsWithReference(ReadOnlySpan<byte> text)
    {
        if (!text.EndsWith(";"u8)) return false;
        text = text[^Math.Min(text.Length, LongestReference)..];
        int start = text.LastIndexOf((byte)'&');
        return start >= 0 && HtmlText.Decode(text[start..]) is "\"" or "“" or "„" or "«" or "‚" or "‹";
    }

    private static bool StartsWithMark(string text) => text[0] is '"' or '“' or '”' or '„' or '«' or '»' or '‘' or '‚' or '‹' or '「' or '『';
}
