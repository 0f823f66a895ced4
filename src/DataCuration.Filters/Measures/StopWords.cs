namespace DataCuration.Filters;

/// <summary>The eight English words of Gopher's rule (Rae et al. 2021, appendix A.1.1), which all peers share.</summary>
internal static class StopWords
{
    /// <summary>The number of words.</summary>
    public const int Count = 8;

    /// <summary>Returns the index of a lower-case word; -1 for other words.</summary>
    public static int IndexOf(ReadOnlySpan<byte> word) => word.Length switch
    {
        2 => word[0] switch
        {
            (byte)'b' => word[1] == 'e' ? 1 : -1,
            (byte)'t' => word[1] == 'o' ? 2 : -1,
            (byte)'o' => word[1] == 'f' ? 3 : -1,
            _ => -1,
        },
        3 => word.SequenceEqual("the"u8) ? 0 : word.SequenceEqual("and"u8) ? 4 : -1,
        4 => word.SequenceEqual("that"u8) ? 5 : word.SequenceEqual("have"u8) ? 6 : word.SequenceEqual("with"u8) ? 7 : -1,
        _ => -1,
    };

    /// <summary>Returns the index of a word in any case.</summary>
    public static int IndexOfAnyCase(ReadOnlySpan<byte> word)
    {
        if (word.Length is < 2 or > 4) return -1;
        Span<byte> lower = stackalloc byte[4];
        for (int i = 0; i < word.Length; i++) lower[i] = word[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(word[i] | 0x20) : word[i];
        return IndexOf(lower[..word.Length]);
    }
}
