using System.Numerics;
using System.Buffers.Binary;

namespace DataCuration.Deduplication;

/// <summary>MurmurHash3 for 32 bits (Appleby, MurmurHash3_x86_32): the hash of NeMo Curator's shingles.</summary>
internal static class Murmur3
{
    private const uint C1 = 0xCC9E2D51, C2 = 0x1B873593;

    /// <summary>Hashes bytes.</summary>
    public static uint Hash(ReadOnlySpan<byte> bytes, uint seed)
    {
        unchecked
        {
            uint hash = seed;
            int length = bytes.Length;
            for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
            {
                hash ^= Scramble(BinaryPrimitives.ReadUInt32LittleEndian(bytes));
                hash = BitOperations.RotateLeft(hash, 13) * 5 + 0xE6546B64;
            }
            uint tail = 0;
            for (int i = bytes.Length - 1; i >= 0; i--) tail = tail << 8 | bytes[i];
            if (!bytes.IsEmpty) hash ^= Scramble(tail);
            hash ^= (uint)length;
            hash = (hash ^ hash >> 16) * 0x85EBCA6B;
            hash = (hash ^ hash >> 13) * 0xC2B2AE35;
            return hash ^ hash >> 16;
        }
    }

    private static uint Scramble(uint block) => unchecked(BitOperations.RotateLeft(block * C1, 15) * C2);
}
