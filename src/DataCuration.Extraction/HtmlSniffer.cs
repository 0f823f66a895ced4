namespace DataCuration.Extraction;

/// <summary>Tells HTML from other content.</summary>
internal static class HtmlSniffer
{
    private const int Looked = 1024;

    /// <summary>Whether content may be HTML or plain text.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="mediaType">What it was sent as.</param>
    /// <param name="isText">Whether it is plain text.</param>
    public static bool MayBeHtml(ReadOnlySpan<byte> content, string mediaType, out bool isText)
    {
        isText = false;
        switch (mediaType)
        {
            case "text/html" or "application/xhtml+xml": return true;
            case "text/plain":
                // Servers send pages as plain text too.
                isText = !LooksLikeHtml(content);
                return true;
            case "application/octet-stream" or "" or "application/xml" or "text/xml" or "unknown/unknown": return LooksLikeHtml(content);
            default: return false;
        }
    }

    private static bool LooksLikeHtml(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> head = content[..Math.Min(content.Length, Looked)];
        int tag = head.IndexOf((byte)'<');
        if (tag < 0) return false;
        // Markup first of all, and a tag that pages begin with.
        foreach (byte before in head[..tag])
            if (before > ' ' && before is not (0xEF or 0xBB or 0xBF)) return false; // space, or a byte order mark
        Span<byte> lower = stackalloc byte[Looked];
        for (int i = 0; i < head.Length; i++) lower[i] = head[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(head[i] | 0x20) : head[i];
        ReadOnlySpan<byte> text = lower[..head.Length];
        return text.IndexOf("<!doctype html"u8) >= 0 || text.IndexOf("<html"u8) >= 0 || text.IndexOf("<head"u8) >= 0 || text.IndexOf("<body"u8) >= 0;
    }
}
