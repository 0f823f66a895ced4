namespace DataCuration.Extraction;

/// <summary>Detects HTML by media type and content.</summary>
internal static class HtmlSniffer
{
    private const int SniffedBytes = 1024;

    /// <summary>Returns true if content may be HTML or plain text.</summary>
    /// <param name="content">The content.</param>
    /// <param name="mediaType">The media type that it was sent with.</param>
    /// <param name="isText">True if it is plain text.</param>
    public static bool MayBeHtml(ReadOnlySpan<byte> content, string mediaType, out bool isText)
    {
        isText = false;
        if (IsBinary(content)) return false;
        switch (mediaType)
        {
            case "text/html" or "application/xhtml+xml": return true;
            case "text/plain":
                // Some servers send HTML as plain text.
                isText = !LooksLikeHtml(content);
                return true;
            case "application/octet-stream" or "" or "application/xml" or "text/xml" or "unknown/unknown": return LooksLikeHtml(content);
            default: return false;
        }
    }

    /// <summary>Returns true if content starts with the signature of a binary format that is often sent as HTML: documents, images, archives.</summary>
    private static bool IsBinary(ReadOnlySpan<byte> content)
    {
        if (content.Length < 4) return false;
        return content[0] switch
        {
            (byte)'%' => content.StartsWith("%PDF-"u8),
            0x89 => content[1..].StartsWith("PNG"u8),
            0xFF => content[1] == 0xD8 && content[2] == 0xFF, // JPEG
            (byte)'G' => content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8),
            (byte)'P' => content.StartsWith("PK\u0003\u0004"u8),
            0x1F => content[1] == 0x8B && content[2] == 8, // gzip
            (byte)'R' => content.StartsWith("Rar!\u001A"u8) || (content.Length >= 12 && content.StartsWith("RIFF"u8)
                && (content[8..].StartsWith("WAVE"u8) || content[8..].StartsWith("WEBP"u8) || content[8..].StartsWith("AVI "u8))),
            0xD0 => content[1] == 0xCF && content[2] == 0x11 && content[3] == 0xE0, // compound files of old Office versions
            (byte)'I' => content.StartsWith("ID3"u8) && content[3] is >= 2 and <= 4,
            0x7F => content[1..].StartsWith("ELF"u8),
            0x28 => content[1] == 0xB5 && content[2] == 0x2F && content[3] == 0xFD, // zstd
            _ => false,
        };
    }

    private static bool LooksLikeHtml(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> head = content[..Math.Min(content.Length, SniffedBytes)];
        int tag = head.IndexOf((byte)'<');
        if (tag < 0) return false;
        // The content must start with markup and contain a tag typical of the start of a page.
        foreach (byte before in head[..tag])
            if (before > ' ' && before is not (0xEF or 0xBB or 0xBF)) return false; // space, or a byte order mark
        Span<byte> lower = stackalloc byte[SniffedBytes];
        for (int i = 0; i < head.Length; i++) lower[i] = head[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(head[i] | 0x20) : head[i];
        ReadOnlySpan<byte> text = lower[..head.Length];
        return text.IndexOf("<!doctype html"u8) >= 0 || text.IndexOf("<html"u8) >= 0 || text.IndexOf("<head"u8) >= 0 || text.IndexOf("<body"u8) >= 0;
    }
}
