namespace DataCuration.Extraction;

/// <summary>Iterates over the words of a text (runs of letters and digits, ignoring ASCII case) and its four-word shingles, by hash.</summary>
internal ref struct WordHashes(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int position;
    private int count;
    private ulong first;
    private ulong second;
    private ulong third;

    /// <summary>Moves to the next word.</summary>
    /// <param name="word">The hash of the word.</param>
    /// <param name="shingle">The hash of the word and the three words before it.</param>
    /// <param name="words">The number of words so far.</param>
    public bool MoveNext(out ulong word, out ulong shingle, out int words)
    {
        word = shingle = 0;
        while (position < text.Length && !IsWord(text[position])) position++;
        words = count;
        if (position >= text.Length) return false;
        ulong hash = 14695981039346656037;
        while (position < text.Length && IsWord(text[position]))
        {
            byte value = text[position++];
            hash = unchecked((hash ^ (uint)(value is >= (byte)'A' and <= (byte)'Z' ? value | 0x20 : value)) * 1099511628211); // FNV-1a
        }
        word = hash;
        shingle = unchecked((((first * 0x9E3779B97F4A7C15) + second) * 0x9E3779B97F4A7C15 + third) * 0x9E3779B97F4A7C15 + hash);
        (first, second, third) = (second, third, hash);
        words = ++count;
        return true;
    }

    private static bool IsWord(byte value) => value is >= (byte)'0' and <= (byte)'9' || (uint)((value | 0x20) - 'a') <= 'z' - 'a' || value >= 0x80;
}
