namespace DataCuration.Deduplication;

/// <summary>
/// The working memory of signers, reused from text to text: about six times the longest text, and 12 bytes
/// for each of its units. Not safe for concurrent use.
/// </summary>
public sealed class ShingleBuffers
{
    /// <summary>The text in a normal form.</summary>
    internal byte[] Text = [];

    /// <summary>The units of the text, with one byte between them except for characters.</summary>
    internal byte[] Units = [];

    /// <summary>The start of each unit; the entry after the last one is the end, and the gap after it.</summary>
    internal int[] Starts = [];

    /// <summary>The hashes of the shingles.</summary>
    internal ulong[] Hashes = [];

    /// <summary>The minima of all hash functions, padding included.</summary>
    internal ulong[] Minima = [];

    internal static Span<T> Room<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length) buffer = new T[Math.Max(length, (int)Math.Min(2L * buffer.Length, Array.MaxLength))];
        return buffer;
    }
}
