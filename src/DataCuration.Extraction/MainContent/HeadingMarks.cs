using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Recognises links that programs add to texts and that are no part of them: permalinks of headings (¶, #, "Permalink") and edit links of wikis ([edit]).
/// </summary>
internal static class HeadingMarks
{
    private const int Longest = 64;
    private const int MaxNodes = 16;

    private static readonly byte[][] PermalinkNames = [.. ("anchor permalink headerlink header-link hash-link hashlink heading-link headinglink self-link "
        + "selflink direct-link section-link copy-link copylink deep-link").Split(' ').Select(Encoding.ASCII.GetBytes)];

    private static readonly byte[][] EditNames =
        [.. "editsection edit-section section-edit section_edit secedit".Split(' ').Select(Encoding.ASCII.GetBytes)];

    private static readonly HashSet<string> Signs = new(["#", "##", "¶", "§", "🔗", "⚓", "⚓︎", "∞", "◆", "⛓", "🔗︎", "🔖", "⌗", "⁋", "☍", "↩", "↩︎", "↩️", "⤴",
        "⤴︎",
        "\uF0C1", "\uE157", "\uF0C1 ", "[#]", "[¶]", "(#)", "(¶)", "⧉", "📎", "🖇", "🔗️"], StringComparer.Ordinal);

    private static readonly HashSet<string> Words = new(["permalink", "permanent link", "permanentlink", "link", "anchor", "anchor link", "copy link",
        "copy", "direct link",
        "heading self-link", "heading link", "section link", "link to this section", "link to this heading", "link to this headline", "link to heading",
        "link to section", "permalink to this headline", "permalink to this heading", "permalink to this section", "permalink to this definition",
        "copy link to section", "copy link to heading", "share link", "copy heading link", "copied!", "permalien", "lien permanent", "enlace permanente",
        "link permanente", "dauerlink", "permanenter link", "direktlink", "постоянная ссылка", "固定链接", "パーマリンク", "top", "back to top", "[link]", "[permalink]",
        "[top]", "(link)"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Edits = new(["edit", "edit source", "editsource", "edit section", "edit this section", "edit this page",
        "view source", "bearbeiten",
        "quelltext bearbeiten", "abschnitt bearbeiten", "modifier", "modifier le code", "modifier le wikicode", "modifier la source", "editar", "editar código",
        "editar fonte", "editar código-fonte", "editar a fonte", "editar la fuente", "editar sección", "modificar", "modificar a fonte", "modifica",
        "modifica wikitesto", "modifica sorgente", "modifica el codi", "edita", "bewerken", "brontekst bewerken", "redigera", "redigera wikitext", "rediger",
        "rediger kilde", "rediger kildetekst", "rediger wikikode", "edytuj", "edytuj kod", "править", "править код", "править вики-текст", "редактировать",
        "редагувати", "редагувати код", "рэдагаваць", "рэдагаваць зыходнік", "editovat", "editovat zdroj", "upravit", "upravit zdroj", "upraviť",
        "upraviť zdroj", "upravovať", "szerkesztés", "forrásszöveg szerkesztése", "modificare", "modificare sursă", "modifică", "modifică sursa", "editează",
        "düzenle", "değiştir", "kaynağı değiştir", "編集", "ソースを編集", "编辑", "編輯", "编辑源代码", "編輯原始碼", "编辑本段", "편집", "원본 편집", "עריכה", "עריכת קוד מקור", "تعديل",
        "عدل", "عدّل", "تحرير", "تعديل المصدر", "عدل المصدر", "ویرایش", "ویرایش مبدأ", "muokkaa", "muokkaa wikitekstiä", "muokkaa koodia", "sunting",
        "sunting sumber", "sửa", "sửa đổi", "sửa mã nguồn", "sửa đổi mã nguồn", "επεξεργασία", "επεξεργασία κώδικα", "uredi", "uredi kod", "uredi kodo",
        "uredi izvor", "redaguoti", "redaguoti vikitekstą", "labot", "labot pirmkodu", "izmainīt šo sadaļu", "muuda", "muuda lähteteksti", "breyta", "golygu",
        "aldatu", "aldatu iturburu kodea", "редактиране", "редактиране на кода", "уреди", "уреди извор", "уреди изворник", "แก้ไข", "แก้ไขต้นฉบับ",
        "संपादित करें", "स्रोत सम्पादित करें", "সম্পাদনা", "தொகு", "మార్చు", "redakti", "recensere", "խմբագրել", "რედაქტირება", "өңдеу", "redaktə et",
        "tahrirlash", "modificar a fonte", "edita código", "editar seção", "cambiar", "cambiar codigu"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns true if an inline element is a permalink or an edit link, with or without brackets.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">The element.</param>
    /// <param name="isInHeading">True in a heading or a defined term.</param>
    public static bool IsOne(HtmlTree tree, int node, bool isInHeading)
    {
        ref readonly HtmlNode element = ref tree.Nodes[node];
        if (element.SubtreeEnd == node + 1 || element.SubtreeEnd - node > MaxNodes) return false;
        if (element.Tag is not (HtmlTag.Anchor or HtmlTag.Span or HtmlTag.Small or HtmlTag.Superscript or HtmlTag.Button or HtmlTag.Italic or HtmlTag.Bold
            or HtmlTag.Emphasis or HtmlTag.Div or HtmlTag.Font)) return false;
        ReadOnlySpan<byte> name = tree.Attribute(node, HtmlAttributeName.Class);
        if (IsEditName(name)) return true;
        bool isAnchor = element.Tag == HtmlTag.Anchor;
        ReadOnlySpan<byte> address = isAnchor ? tree.Attribute(node, HtmlAttributeName.Href) : default;
        bool isFragment = isAnchor && (address.IsEmpty || address.IndexOf((byte)'#') >= 0);
        bool isNamed = IsPermalinkName(name);
        if (!isFragment && !isNamed && !isInHeading && !StartsWithBracket(tree, node) && !(isAnchor && IsAfterBracket(tree, node))) return false;
        if (ShortTexts.Of(tree, node, Longest) is not { } text) return false;
        // Zero-width characters keep an empty link in its line.
        text = text.Trim('\u200B', '\u200C', '\u200D', '\u2060', '\uFEFF', ' ', '\u00A0');
        if (text.Length == 0) return isNamed;
        if (Signs.Contains(text)) return isFragment || isNamed || IsAside(tree, node);
        if (Words.Contains(text) && (isFragment || isNamed || element.Tag == HtmlTag.Button)) return isInHeading || isNamed;
        if (IsBracketed(text)) return IsEditText(text);
        return isAnchor && IsEditAddress(address) && Edits.Contains(text);
    }

    /// <summary>Returns true if a node is the link of an edit mark whose brackets are around it: <c>[&lt;a&gt;edit&lt;/a&gt;]</c>.</summary>
    public static bool IsEditLink(HtmlTree tree, int node)
    {
        if (node >= tree.NodeCount || tree.Nodes[node].Tag != HtmlTag.Anchor || tree.Nodes[node].SubtreeEnd - node > MaxNodes) return false;
        return IsEditAddress(tree.Attribute(node, HtmlAttributeName.Href)) && ShortTexts.Of(tree, node, Longest) is { } text && Edits.Contains(text);
    }

    /// <summary>Removes the brackets around edit links that are text of their own.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">The text.</param>
    /// <param name="isAfterLink">True if an edit link ends before the text.</param>
    /// <param name="text">The characters of the text.</param>
    public static ReadOnlySpan<byte> WithoutEditBrackets(HtmlTree tree, int node, bool isAfterLink, ReadOnlySpan<byte> text)
    {
        if (isAfterLink && text.TrimSpacesStart() is { IsEmpty: false } after && after[0] is (byte)']' or (byte)'|' or (byte)'/') text = after[1..];
        if (IsEditLink(tree, node + 1) && text.TrimSpacesEnd() is { IsEmpty: false } before && before[^1] is (byte)'[' or (byte)'|') text = before[..^1];
        return text;
    }

    private static bool IsEditName(ReadOnlySpan<byte> name) => Has(name, EditNames);

    private static bool IsPermalinkName(ReadOnlySpan<byte> name) =>
        Has(name, PermalinkNames) || name.SequenceEqual("mark"u8);

    private static bool Has(ReadOnlySpan<byte> name, byte[][] parts)
    {
        if (name.IsEmpty) return false;
        foreach (byte[] part in parts)
            if (name.IndexOf(part) >= 0) return true;
        return false;
    }

    private static bool IsAside(HtmlTree tree, int node) =>
        tree.Nodes[node].Tag == HtmlTag.Button || tree.Attribute(node, HtmlAttributeName.AriaHidden).SequenceEqual("true"u8);

    private static bool IsEditAddress(ReadOnlySpan<byte> address) =>
        address.IndexOf("action=edit"u8) >= 0 || address.IndexOf("veaction"u8) >= 0 || address.IndexOf("do=edit"u8) >= 0 || address.IndexOf("section="u8) >= 0
            || address.EndsWith("/edit"u8) || address.IndexOf("/edit/"u8) >= 0 || address.IndexOf("edit="u8) >= 0;

    private static bool StartsWithBracket(HtmlTree tree, int node)
    {
        for (int i = node + 1; i < tree.Nodes[node].SubtreeEnd; i++)
        {
            if (tree.Nodes[i].Kind != HtmlNodeKind.Text) continue;
            ReadOnlySpan<byte> text = tree.Html.Span[tree.Nodes[i].Start..tree.Nodes[i].End].TrimSpacesStart();
            if (text.IsEmpty) continue;
            return text[0] == '[' || text.StartsWith("&#91;"u8) || text.StartsWith("&lbrack;"u8) || text.StartsWith("&lsqb;"u8) || text.StartsWith("［"u8);
        }
        return false;
    }

    /// <summary>Returns true if the bracket directly before a link goes with it, as in <see cref="WithoutEditBrackets"/>.</summary>
    private static bool IsAfterBracket(HtmlTree tree, int node) =>
        tree.Nodes[node - 1] is { Kind: HtmlNodeKind.Text } before && tree.Html.Span[before.Start..before.End].TrimSpacesEnd().EndsWith("["u8);

    private static bool IsBracketed(string text) => text.Length > 2 && text[0] is '[' or '［' && text[^1] is ']' or '］';

    private static bool IsEditText(string text)
    {
        foreach (string part in text[1..^1].Split(['|', '/', '·', ',']))
            if (!Edits.Contains(part.Trim())) return false;
        return true;
    }
}
