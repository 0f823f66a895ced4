using System.Buffers.Binary;
using System.IO.Hashing;

namespace DataCuration.Filters;

/// <summary>The lines that many pages of a site share, by their hashes: navigation, notices, calls to subscribe. <see cref="SiteLineFit"/> makes it.</summary>
/// <remarks>Memory: 16 to 32 bytes for each line. Immutable and thread-safe.</remarks>
public sealed class SiteLines : IArtifact
{
    private readonly ulong[] slots;

    internal SiteLines(ReadOnlySpan<byte> content, PublicSuffixList? suffixes)
    {
        Fingerprint = Convert.ToHexStringLower(XxHash128.Hash(content));
        Suffixes = suffixes;
        Count = content.Length / sizeof(ulong);
        int size = 16;
        while (size < 2 * Count) size = checked(2 * size);
        slots = new ulong[size];
        for (int i = 0; i < Count; i++)
        {
            ulong key = BinaryPrimitives.ReadUInt64LittleEndian(content[(i * sizeof(ulong))..]);
            int slot = (int)key & (size - 1);
            while (slots[slot] != 0) slot = (slot + 1) & (size - 1);
            slots[slot] = key;
        }
    }

    /// <summary>The number of lines, counted once for each site.</summary>
    public int Count { get; }

    /// <summary>A hash of the lines.</summary>
    public string Fingerprint { get; }

    internal PublicSuffixList? Suffixes { get; }

    internal bool Contains(ulong key)
    {
        int mask = slots.Length - 1;
        for (int slot = (int)key & mask; ; slot = (slot + 1) & mask)
        {
            if (slots[slot] == key) return true;
            if (slots[slot] == 0) return false;
        }
    }
}
