using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Writes superscripts and subscripts so that they stay apart from their base: 10⁶, H₂SO₄, 2ⁿ⁺¹, x_{ij}. Unicode's own characters are used if there is one for
/// each character, else braces as in TeX. Ordinals (1st, XIXe), abbreviations (Mme), signs (®, *) and notes ([12]) stay as they are.
/// </summary>
internal static class RaisedText
{
    private const int Longest = 40;
    private const int MaxDepth = 4;
    private const int MaxNodes = 64;

    private const string Plain = "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθιφχ–,";
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᶥᵠᵡ⁻ ";
    private const string LoweredPlain = "0123456789+-−=()aehijklmnoprstuvxβγρφχ–";
    private const string Lowered = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₋";
    private const string Signs = "*†‡§¶®©™℠°′″‴ºª#.,;:!?'\"’”“»«…|/↑↓→←↵☆★✓ ";

    // Endings of ordinal numbers, as written after digits or Roman numerals.
    private static readonly HashSet<string> Ordinals = new(("st nd rd th er ère ere re e ème eme ième ieme èmes emes ers res es nde ndes d de ste te o a os as "
        + "mo ma vo va no na to ta ro ra do da ter bis quater ᵉ").Split(' '), StringComparer.Ordinal);

    // Endings of abbreviated words, as written after letters.
    private static readonly HashSet<string> Abbreviations =
        new("me mes lle lles mme gr grs os nos st ste sts dr rs er ère re nd bis ter ve ce cte ie cie ie".Split(' '), StringComparer.Ordinal);

    /// <summary>Returns true if an element raises or lowers its text.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">The element.</param>
    /// <param name="isRaised">True for a superscript, false for a subscript.</param>
    public static bool IsOne(HtmlTree tree, int node, out bool isRaised)
    {
        ref readonly HtmlNode element = ref tree.Nodes[node];
        isRaised = element.Tag == HtmlTag.Superscript;
        if (element.Tag is HtmlTag.Superscript or HtmlTag.Subscript) return true;
        if (element.Tag != HtmlTag.Span || element.AttributeCount == 0) return false;
        ReadOnlySpan<byte> name = tree.Attribute(node, HtmlAttributeName.Class);
        isRaised = name.SequenceEqual("superscript"u8) || name.SequenceEqual("sup"u8);
        if (isRaised || name.SequenceEqual("subscript"u8) || name.SequenceEqual("sub"u8)) return true;
        ReadOnlySpan<byte> style = tree.Attribute(node, HtmlAttributeName.Style);
        int at = style.IndexOf("vertical-align"u8);
        if (at < 0) return false;
        ReadOnlySpan<byte> value = style[(at + 14)..].SkipAny(" \t:"u8);
        isRaised = value.StartsWith("super"u8);
        return isRaised || (value.StartsWith("sub"u8) && !value.StartsWith("subgrid"u8));
    }

    /// <summary>Gets what stands for a superscript or subscript in the text.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">The element.</param>
    /// <param name="isRaised">True for a superscript.</param>
    /// <param name="dropNotes">True to drop note marks.</param>
    /// <returns>The text; null if the element's text is read as usual. Empty for a note mark that is dropped.</returns>
    public static string? Of(HtmlTree tree, int node, bool isRaised, bool dropNotes)
    {
        if (tree.Nodes[node].SubtreeEnd - node > MaxNodes || ShortTexts.Of(tree, node, Longest) is not { } text) return null;
        if (isRaised && NoteMarks.IsOne(tree, node, text))
        {
            if (dropNotes) return "";
            return text.AsSpan().ContainsAnyExceptInRange('0', '9') ? null : Convert(text, isRaised);
        }
        if (isRaised && Ascii.EqualsIgnoreCase(text, "tm")) return "™";
        if (isRaised && Ascii.EqualsIgnoreCase(text, "sm")) return "℠";
        if (text.All(static sign => Signs.Contains(sign, StringComparison.Ordinal))) return null;
        string word = InlineNeighbours.WordBefore(tree, node);
        if (text.Count(static letter => letter == ' ') >= 3 || IsOrdinary(text, isRaised, word, LanguageOf(tree, node))) return null;
        // A badge after a word, such as "New" or "beta".
        if (isRaised && text.Length >= 3 && word.Length >= 4 && text.All(char.IsLetter) && word.All(char.IsLetter)) return $" {text}";
        return Write(tree, node, isRaised, 0);
    }

    private static string Write(HtmlTree tree, int node, bool isRaised, int depth)
    {
        var content = new StringBuilder();
        bool hasInner = false;
        for (int i = node + 1; i < tree.Nodes[node].SubtreeEnd; i++)
        {
            ref readonly HtmlNode child = ref tree.Nodes[i];
            if (child.Kind == HtmlNodeKind.Text) content.Append(HtmlText.Decode(tree.Html.Span[child.Start..child.End]));
            if (child.Kind != HtmlNodeKind.Element) continue;
            if (child.Tag is HtmlTag.Script or HtmlTag.Style or HtmlTag.Svg or HtmlTag.Template) i = child.SubtreeEnd - 1;
            else if (depth < MaxDepth && IsOne(tree, i, out bool isInnerRaised))
            {
                content.Append(Write(tree, i, isInnerRaised, depth + 1));
                hasInner = true;
                i = child.SubtreeEnd - 1;
            }
        }
        string text = ShortTexts.Tidy(content.ToString(), 4 * Longest) ?? "";
        return hasInner ? InBraces(text, isRaised) : Convert(text, isRaised);
    }

    /// <summary>Writes a text in raised or lowered characters, or in braces if any character has no such form.</summary>
    public static string Convert(string text, bool isRaised)
    {
        (string from, string to) = isRaised ? (Plain, Raised) : (LoweredPlain, Lowered);
        var converted = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            if (character == ' ') continue;
            int at = from.IndexOf(character, StringComparison.Ordinal);
            if (at < 0 || to[at] == ' ') return InBraces(text, isRaised);
            converted.Append(to[at]);
        }
        return converted.ToString();
    }

    private static string InBraces(string text, bool isRaised) => text.Length == 0 ? "" : $"{(isRaised ? '^' : '_')}{{{text}}}";

    /// <summary>Returns true if raising is only typography: ordinals, abbreviations, badges, small print.</summary>
    private static bool IsOrdinary(string text, bool isRaised, string word, string language)
    {
        if (!text.All(char.IsLetter)) return text.Contains(' ', StringComparison.Ordinal) && text.Count(char.IsLetter) > (text.Length / 2) + 1;
        if (text[0] is >= 'Ѐ' and <= 'ӿ') return true; // Cyrillic: endings, as in "1-й"
        if (word.Length == 0) return text.Length > 1;
        if (!isRaised) return text.Length > 8;
        bool isNumber = char.IsDigit(word[^1]);
        string ending = text.ToLowerInvariant();
        if (isNumber || word.All(static letter => letter is 'I' or 'V' or 'X' or 'L' or 'C' or 'D' or 'M'))
        {
            if (ending.Length > 1 && (Ordinals.Contains(ending) || ending[0] > 'ɏ')) return true; // also Greek and Cyrillic endings
            if (ending.Length == 1 && IsOrdinalLetter(ending[0], language, isNumber)) return true;
        }
        if (isNumber) return false;
        if (Abbreviations.Contains(ending)) return true;
        if (ending == "o" && word is "n" or "N") return true;
        return language == "fr" && ending is "r" or "t" or "e" && word.Length <= 2;
    }

    private static bool IsOrdinalLetter(char letter, string language, bool isNumber) => letter switch
    {
        'e' => !isNumber || language is "fr" or "nl",
        'd' => language is "fr",
        'o' or 'a' => language is "es" or "pt" or "it" or "gl" or "ca",
        _ => false,
    };

    private static string LanguageOf(HtmlTree tree, int node)
    {
        string tag = ElementLanguages.Of(tree, node, withXml: false) ?? "";
        int end = tag.AsSpan().IndexOfAny('-', '_');
        return (end < 0 ? tag : tag[..end]).ToLowerInvariant();
    }
}
