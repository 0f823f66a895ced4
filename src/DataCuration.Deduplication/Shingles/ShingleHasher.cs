using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace DataCuration.Deduplication;

/// <summary>Hashes the shingles of a text.</summary>
internal static class ShingleHasher
{
    /// <summary>Computes the hashes of all shingles, repeated ones included, in order.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="options">The shingles.</param>
    /// <param name="seed">The seed of Murmur3 and XxHash3.</param>
    /// <param name="buffers">Receives the hashes.</param>
    /// <returns>The number of shingles; 0 if the text has too few units.</returns>
    public static int Compute(ReadOnlyMemory<byte> utf8Text, ShingleOptions options, ulong seed, ShingleBuffers buffers)
    {
        int count = Find(utf8Text, options, buffers, out int size);
        if (count == 0) return 0;
        Span<ulong> hashes = ShingleBuffers.Room(ref buffers.Hashes, count)[..count];
        Hash(new Shingles(buffers, size, options.Gap), options, seed, hashes);
        return hashes.Length;
    }

    /// <summary>Finds the shingles of a text.</summary>
    /// <returns>The number of shingles, repeated ones included.</returns>
    public static int Find(ReadOnlyMemory<byte> utf8Text, ShingleOptions options, ShingleBuffers buffers, out int size)
    {
        int units = ShingleUnits.Find(utf8Text, options, buffers);
        size = options.Size;
        if (units < options.MinUnits) return 0;
        if (units >= size) return units - size + 1;
        size = units;
        return options.KeepsShortTexts ? 1 : 0;
    }

    /// <summary>Returns the bytes of a shingle.</summary>
    public static ReadOnlySpan<byte> Slice(ShingleBuffers buffers, int index, int size, int gap) => new Shingles(buffers, size, gap)[index];

    private static void Hash(Shingles shingles, ShingleOptions options, ulong seed, Span<ulong> hashes)
    {
        ulong mask = options.HashBits == 64 ? ulong.MaxValue : (1UL << options.HashBits) - 1;
        switch (options.Hash)
        {
            case ShingleHashFunction.Sha1:
                Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
                for (int i = 0; i < hashes.Length; i++)
                {
                    Sha1(shingles[i], digest);
                    hashes[i] = BinaryPrimitives.ReadUInt64LittleEndian(digest) & mask;
                }
                break;
            case ShingleHashFunction.Murmur3:
                for (int i = 0; i < hashes.Length; i++) hashes[i] = Murmur3.Hash(shingles[i], (uint)seed) & mask;
                break;
            case ShingleHashFunction.XxHash3:
                // text-dedup's 16 bits are the first ones of the 128-bit hash, without the seed.
                if (options.HashBits == 16) for (int i = 0; i < hashes.Length; i++) hashes[i] = (ulong)(XxHash128.HashToUInt128(shingles[i]) >> 112);
                else for (int i = 0; i < hashes.Length; i++) hashes[i] = XxHash3.HashToUInt64(shingles[i], unchecked((long)seed)) & mask;
                break;
            default:
                if (options.HashBits == 64) for (int i = 0; i < hashes.Length; i++) hashes[i] = XxHash64.HashToUInt64(shingles[i]);
                else for (int i = 0; i < hashes.Length; i++) hashes[i] = XxHash32.HashToUInt32(shingles[i]) & mask;
                break;
        }
    }

    // Peers hash shingles with SHA-1; nothing is protected by it.
#pragma warning disable CA5350
    private static void Sha1(ReadOnlySpan<byte> shingle, Span<byte> digest) => SHA1.HashData(shingle, digest);
#pragma warning restore CA5350

    private readonly ref struct Shingles(ShingleBuffers buffers, int size, int gap)
    {
        private readonly ReadOnlySpan<byte> units = buffers.Units;
        private readonly ReadOnlySpan<int> starts = buffers.Starts;

        public ReadOnlySpan<byte> this[int index] => size == 0 ? default : units[starts[index]..(starts[index + size] - gap)];
    }
}
