using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace DataCuration;

/// <summary>
/// Hashes the shingles of a text: its runs of n consecutive words, each joined by single spaces. Words are separated by white space in the text's normal form.
/// </summary>
internal static class ShingleHashes
{
    /// <summary>Computes the hashes of all shingles, repeated ones included, in order.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="options">The length of a shingle and its hash function.</param>
    /// <param name="buffers">Receives the hashes.</param>
    /// <returns>The number of shingles; 0 if the text has fewer words than a shingle.</returns>
    public static int Compute(ReadOnlySpan<byte> utf8Text, MinHashOptions options, MinHashBuffers buffers)
    {
        int capacity = SimplifiedText.Capacity(utf8Text.Length);
        if (buffers.Text.Length < capacity) buffers.Text = new byte[capacity];
        int length = SimplifiedText.Write(utf8Text, buffers.Text);
        if (buffers.WordStarts.Length < length / 2 + 2) buffers.WordStarts = new int[length / 2 + 2];
        int words = FindWords(buffers.Text.AsSpan(0, length), buffers.WordStarts);
        int count = words - options.ShingleWords + 1;
        if (count <= 0) return 0;
        if (buffers.Shingles.Length < count) buffers.Shingles = new ulong[Math.Max(count, 2 * buffers.Shingles.Length)];
        Hash(buffers.Text, buffers.WordStarts, options, buffers.Shingles.AsSpan(0, count));
        return count;
    }

    /// <summary>Finds the words and removes second spaces between them, so that each shingle is a slice. An entry after the last one is the end.</summary>
    private static int FindWords(Span<byte> text, int[] starts)
    {
        int words = 0, to = 0;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)' ');
            if (end < 0) end = text.Length;
            if (end > 0)
            {
                starts[words++] = to;
                to += end + 1;
            }
            if (end == text.Length) break;
            Span<byte> rest = text[(end + 1)..];
            int next = rest.IndexOfAnyExcept((byte)' ');
            if (next < 0) break;
            if (next > 0)
            {
                rest[next..].CopyTo(rest);
                rest = rest[..^next];
            }
            text = rest;
        }
        starts[words] = to;
        return words;
    }

    private static void Hash(ReadOnlySpan<byte> text, ReadOnlySpan<int> starts, MinHashOptions options, Span<ulong> hashes)
    {
        int words = options.ShingleWords;
        bool isLong = options.HashBits == 64;
        if (options.Hash == ShingleHash.Sha1)
        {
            Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
            for (int i = 0; i < hashes.Length; i++)
            {
                Sha1(Slice(text, starts, i, words), digest);
                hashes[i] = isLong ? BinaryPrimitives.ReadUInt64LittleEndian(digest) : BinaryPrimitives.ReadUInt32LittleEndian(digest);
            }
            return;
        }
        if (isLong) for (int i = 0; i < hashes.Length; i++) hashes[i] = XxHash64.HashToUInt64(Slice(text, starts, i, words));
        else for (int i = 0; i < hashes.Length; i++) hashes[i] = XxHash32.HashToUInt32(Slice(text, starts, i, words));
    }

    // datatrove hashes shingles with SHA-1; nothing is protected by it.
#pragma warning disable CA5350
    private static void Sha1(ReadOnlySpan<byte> shingle, Span<byte> digest) => SHA1.HashData(shingle, digest);
#pragma warning restore CA5350

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> text, ReadOnlySpan<int> starts, int first, int words) =>
        text[starts[first]..(starts[first + words] - 1)];
}
