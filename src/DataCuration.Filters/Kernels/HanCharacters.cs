namespace DataCuration.Filters;

/// <summary>Chinese characters: the unified and compatibility ideographs of Unicode 14, and the iteration mark and zero that are written like them.</summary>
internal static class HanCharacters
{
    public static bool IsHan(int codePoint) => codePoint switch
    {
        < 0x3005 => false,
        0x3005 or 0x3007 => true,
        >= 0x3400 and <= 0x4DBF => true,
        >= 0x4E00 and <= 0x9FFF => true,
        >= 0xF900 and <= 0xFAFF => true,
        >= 0x20000 and <= 0x2FA1F => true,
        >= 0x30000 and <= 0x3134F => true,
        _ => false,
    };

    /// <summary>Counts the Chinese characters of valid UTF-8.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        for (int at = 0; at < text.Length;)
        {
            if (text[at] < 0xE3)
            {
                at++;
                continue;
            }
            if (IsHan(Utf8.Decode(text, at, out int size))) count++;
            at += size;
        }
        return count;
    }
}
