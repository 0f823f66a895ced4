using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace DataCuration.Deduplication;

/// <summary>
/// datatrove's Bloom filter (<c>bloom_filter.py</c>, version 0.10) with its faults, to repeat earlier runs of it. It takes documents one after the other.
/// For new
/// work use <see cref="BloomDeduplication"/>.
/// </summary>
/// <remarks>
/// The faults: bit positions are <c>hash AND bytes</c>. With a power of two only two bits are ever used; with a power of two minus one, an eighth of the
/// memory is. The number of hashes that follows from the expected elements is eight times too large.
/// </remarks>
public sealed class DatatroveBloomFilter
{
    private const ulong Prime = (1UL << 61) - 1;
    private readonly ulong[] factors;
    private readonly ulong[] summands;
    private readonly byte[] bits;
    private readonly int ngramWords;
    private readonly bool isSha1;
    private byte[] normal = [];

    /// <summary>Creates an empty filter.</summary>
    /// <param name="bytes">The size in bytes (<c>m_bytes</c>), 1 to 2^28 − 1 as datatrove demands.</param>
    /// <param name="hashes">The number of hashes (<c>k</c>); 0 to compute it from <paramref name="expectedElements"/>. Default: 0.</param>
    /// <param name="expectedElements">The expected number of shingles; used if <paramref name="hashes"/> is 0. Default: 0.</param>
    /// <param name="ngramWords">The length of a shingle in words. Default: 13.</param>
    /// <param name="seed">The seed. Default: 0.</param>
    /// <param name="hash">The hash function of shingles: XxHash32, or SHA-1. datatrove has no other. Default: XxHash32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or the hash function is another one.</exception>
    public DatatroveBloomFilter(int bytes, int hashes = 0, long expectedElements = 0, int ngramWords = 13, uint seed = 0,
        ShingleHashFunction hash = ShingleHashFunction.XxHash)
    {
        if (hash is not (ShingleHashFunction.XxHash or ShingleHashFunction.Sha1))
            throw new ArgumentOutOfRangeException(nameof(hash), hash, "datatrove hashes shingles by XxHash or SHA-1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bytes, 1 << 28);
        ArgumentOutOfRangeException.ThrowIfNegative(hashes);
        ArgumentOutOfRangeException.ThrowIfLessThan(ngramWords, 1);
        if (hashes == 0 && expectedElements < 1) throw new ArgumentException("Give the number of hashes or the expected number of elements.", nameof(hashes));
        // Bits are taken for bytes and multiplied by 8 once more: a fault of datatrove.
        Hashes = hashes > 0 ? hashes : (int)Math.Ceiling(bytes * 64.0 / expectedElements * Math.Log(2));
        this.ngramWords = ngramWords;
        isSha1 = hash == ShingleHashFunction.Sha1;
        bits = new byte[bytes];
        (factors, summands) = (new ulong[Hashes], new ulong[Hashes]);
        var random = new MersenneTwister(seed);
        for (int i = 0; i < Hashes; i++) factors[i] = 1 + Below(random, Prime - 1);
        for (int i = 0; i < Hashes; i++) summands[i] = Below(random, Prime);
    }

    /// <summary>The number of hashes for a shingle.</summary>
    public int Hashes { get; }

    /// <summary>The number of shingles of all documents.</summary>
    public long ShingleCount { get; private set; }

    /// <summary>The bits, as datatrove saves them.</summary>
    public ReadOnlyMemory<byte> Bits => bits;

    internal ReadOnlySpan<ulong> Factors => factors;

    internal ReadOnlySpan<ulong> Summands => summands;

    /// <summary>Looks up a document's shingles and adds those that are new.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="duplicateThreshold">The share of known shingles above which the document is a duplicate. Default: 0.8.</param>
    /// <returns>True if the document stays; a document with fewer words than a shingle always does.</returns>
    public bool Add(ReadOnlyMemory<byte> utf8Text, double duplicateThreshold = 0.8)
    {
        List<uint> shingles = GetShingles(utf8Text);
        ShingleCount += shingles.Count;
        if (shingles.Count == 0) return true;
        int known = 0;
        var places = new int[Hashes];
        var added = new List<int>();
        foreach (uint shingle in shingles)
        {
            GetPlaces(shingle, places);
            if (Array.TrueForAll(places, place => (bits[place / 8] >> (place % 8) & 1) != 0)) known++;
            else added.AddRange(places);
        }
        foreach (int place in added) bits[place / 8] |= (byte)(1 << (place % 8));
        return !((double)known / shingles.Count > duplicateThreshold);
    }

    internal List<uint> GetShingles(ReadOnlyMemory<byte> utf8Text)
    {
        int capacity = SimplifiedText.Capacity(utf8Text.Length);
        if (normal.Length < capacity) normal = new byte[capacity];
        int length = SimplifiedText.Write(utf8Text.Span, normal);
        TextWords words = WordSplitter.WhiteSpace.Split(normal.AsMemory(0, length));
        var joined = new byte[length + 1];
        var starts = new int[words.Count + 1];
        int used = 0;
        for (int i = 0; i < words.Count; i++)
        {
            starts[i] = used;
            words[i].CopyTo(joined.AsSpan(used));
            used += words[i].Length;
            joined[used++] = (byte)' ';
        }
        starts[words.Count] = used;
        var shingles = new List<uint>();
        for (int i = 0; i + ngramWords <= words.Count; i++) shingles.Add(Hash(joined.AsSpan(starts[i]..(starts[i + ngramWords] - 1))));
        return shingles;
    }

    internal void GetPlaces(uint shingle, Span<int> places)
    {
        for (int i = 0; i < places.Length; i++) places[i] = (int)(unchecked((shingle * factors[i]) + summands[i]) % Prime & (uint)bits.Length);
    }

    private static ulong Below(MersenneTwister random, ulong range)
    {
        // NumPy's masked rejection: 61 bits of a 64-bit number.
        while (true)
        {
            ulong number = random.NextUInt64() & Prime;
            if (number < range) return number;
        }
    }

    // datatrove hashes shingles with SHA-1 on request; nothing is protected by it.
#pragma warning disable CA5350
    private uint Hash(ReadOnlySpan<byte> shingle)
    {
        if (!isSha1) return XxHash32.HashToUInt32(shingle);
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(shingle, digest);
        return BinaryPrimitives.ReadUInt32LittleEndian(digest);
    }
#pragma warning restore CA5350
}
