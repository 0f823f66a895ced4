namespace DataCuration.Extraction;

/// <summary>
/// Short searches in UTF-8 text. The framework's generic ones with several bytes are not compiled before a program starts; in long text they are faster.
/// </summary>
internal static class ByteText
{
    /// <summary>Returns true for a space, tab or line break, as in HTML and style sheets.</summary>
    public static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r' or (byte)'\f';

    /// <summary>Returns true if a text has only white space.</summary>
    public static bool IsSpaces(this ReadOnlySpan<byte> text) => text.TrimSpacesStart().IsEmpty;

    /// <summary>Removes white space from both ends.</summary>
    public static ReadOnlySpan<byte> TrimSpaces(this ReadOnlySpan<byte> text) => text.TrimSpacesStart().TrimSpacesEnd();

    /// <summary>Removes white space from the start.</summary>
    public static ReadOnlySpan<byte> TrimSpacesStart(this ReadOnlySpan<byte> text)
    {
        int start = 0;
        while (start < text.Length && IsSpace(text[start])) start++;
        return text[start..];
    }

    /// <summary>Removes white space from the end.</summary>
    public static ReadOnlySpan<byte> TrimSpacesEnd(this ReadOnlySpan<byte> text)
    {
        int end = text.Length;
        while (end > 0 && IsSpace(text[end - 1])) end--;
        return text[..end];
    }

    /// <summary>Finds the first white space; -1 without any.</summary>
    public static int IndexOfSpace(this ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
            if (IsSpace(text[i])) return i;
        return -1;
    }

    /// <summary>Finds the first byte that is not ASCII; -1 without any.</summary>
    public static int IndexOfNonAscii(this ReadOnlySpan<byte> text)
    {
        const ulong HighBits = 0x8080808080808080;
        int at = 0;
        while (at + sizeof(ulong) <= text.Length && (System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(text[at..]) & HighBits) == 0)
            at += sizeof(ulong);
        for (; at < text.Length; at++)
            if (text[at] >= 0x80) return at;
        return -1;
    }

    /// <summary>Removes bytes of a set from the start.</summary>
    public static ReadOnlySpan<byte> SkipAny(this ReadOnlySpan<byte> text, ReadOnlySpan<byte> set)
    {
        int start = 0;
        while (start < text.Length && set.IndexOf(text[start]) >= 0) start++;
        return text[start..];
    }
}
