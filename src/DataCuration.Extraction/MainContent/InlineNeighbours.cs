using System.Text;

namespace DataCuration.Extraction;

/// <summary>Reads the text directly before an inline element. The result does not depend on the markup that is written.</summary>
internal static class InlineNeighbours
{
    private const int MaxNodes = 8;
    private const int MaxWord = 32;

    /// <summary>Gets the text before an element in its line, as written in the page; empty at the start of a block.</summary>
    public static ReadOnlySpan<byte> TextBefore(HtmlTree tree, int node)
    {
        for (int i = node - 1; i > 0 && node - i <= MaxNodes; i--)
        {
            ref readonly HtmlNode before = ref tree.Nodes[i];
            if (before.Kind == HtmlNodeKind.Text) return tree.Html.Span[before.Start..before.End];
            if (before.Tag == HtmlTag.LineBreak || BlockElements.Of(before.Tag) != ElementKind.Inline) return default;
        }
        return default;
    }

    /// <summary>Gets the word before an element; empty if white space or a sign is directly before it.</summary>
    public static string WordBefore(HtmlTree tree, int node)
    {
        ReadOnlySpan<byte> text = TextBefore(tree, node);
        int start = text.Length;
        while (start > 0 && text.Length - start < MaxWord && IsWord(text[start - 1])) start--;
        // Not inside a character.
        while (start < text.Length && (text[start] & 0xC0) == 0x80) start++;
        return Encoding.UTF8.GetString(text[start..]);
    }

    private static bool IsWord(byte value) => value is >= 0x80 or (>= (byte)'0' and <= (byte)'9') || (uint)((value | 0x20) - 'a') <= 'z' - 'a';
}
