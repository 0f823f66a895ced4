namespace DataCuration.Extraction;

/// <summary>Removes links of one sign from the edges of texts: to the top of the page after a heading, and back to the text before a note.</summary>
internal static class EdgeMarks
{
    private static readonly byte[][] ToTop = ["↑"u8.ToArray(), "⬆"u8.ToArray(), "⇧"u8.ToArray(), "▲"u8.ToArray()];
    private static readonly byte[][] ToText = ["^ "u8.ToArray(), "↑ "u8.ToArray(), "↩ "u8.ToArray()];

    /// <summary>Gets the text of a block without such marks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isHeading">True for a heading.</param>
    /// <param name="startsItem">True for the first block of a list item.</param>
    public static ReadOnlySpan<byte> Without(ReadOnlySpan<byte> text, bool isHeading, bool startsItem)
    {
        if (isHeading)
        {
            foreach (byte[] mark in ToTop)
                if (text.Length > mark.Length && text.EndsWith(mark)) return text[..^mark.Length].TrimEnd((byte)' ');
        }
        else if (startsItem)
        {
            foreach (byte[] mark in ToText)
                if (text.Length > mark.Length && text.StartsWith(mark)) return text[mark.Length..];
        }
        return text;
    }
}
