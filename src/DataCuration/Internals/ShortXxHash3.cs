using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// XXH3 64-bit with seed 0 (xxHash specification, doc/xxhash_spec.md, "XXH3 Algorithm Overview") with the inputs of at most 32 bytes inlined: for words and
/// word pairs most of the time of the library's call goes to the call. Equal to <see cref="XxHash3.HashToUInt64(ReadOnlySpan{byte}, long)"/>.
/// </summary>
internal static unsafe class ShortXxHash3
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong PrimeMix1 = 0x165667919E3779F9;
    private const ulong PrimeMix2 = 0x9FB21C651E98DF25;

    // The default secret, bytes 0..55 as little-endian words.
    private const ulong Secret0 = 0xBE4BA423396CFEB8;
    private const ulong Secret8 = 0x1CAD21F72C81017C;
    private const ulong Secret16 = 0xDB979083E96DD4DE;
    private const ulong Secret24 = 0x1F67B3B7A4A44072;
    private const ulong Secret32 = 0x78E5C0CC4EE679CB;
    private const ulong Secret40 = 0x2172FFCC7DD05A82;
    private const ulong Secret48 = 0x8E2443F7744608B8;

    /// <summary>The hash of <paramref name="length"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(byte* source, int length)
    {
        if ((uint)(length - 4) <= 4)
        {
            ulong first = Unsafe.ReadUnaligned<uint>(source);
            ulong last = Unsafe.ReadUnaligned<uint>(source + length - 4);
            ulong keyed = (last + (first << 32)) ^ (Secret8 ^ Secret16);
            keyed ^= BitOperations.RotateLeft(keyed, 49) ^ BitOperations.RotateLeft(keyed, 24);
            keyed *= PrimeMix2;
            keyed ^= (keyed >> 35) + (ulong)length;
            keyed *= PrimeMix2;
            return keyed ^ (keyed >> 28);
        }

        if ((uint)(length - 9) <= 7)
        {
            ulong low = Unsafe.ReadUnaligned<ulong>(source) ^ (Secret24 ^ Secret32);
            ulong high = Unsafe.ReadUnaligned<ulong>(source + length - 8) ^ (Secret40 ^ Secret48);
            return Avalanche((ulong)length + BinaryPrimitives.ReverseEndianness(low) + high + Fold(low, high));
        }

        if ((uint)(length - 1) <= 2)
        {
            uint combined = ((uint)source[0] << 16) | ((uint)source[length >> 1] << 24) | source[length - 1] | ((uint)length << 8);
            ulong hash = combined ^ ((Secret0 ^ (Secret0 >> 32)) & uint.MaxValue);
            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }

        if ((uint)(length - 17) <= 15)
        {
            return Avalanche(((ulong)length * Prime1) + Mix(source, Secret0, Secret8) + Mix(source + length - 16, Secret16, Secret24));
        }

        return Long(source, length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Long(byte* source, int length) => XxHash3.HashToUInt64(new ReadOnlySpan<byte>(source, length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(byte* source, ulong low, ulong high) =>
        Fold(Unsafe.ReadUnaligned<ulong>(source) ^ low, Unsafe.ReadUnaligned<ulong>(source + 8) ^ high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right) => Math.BigMul(left, right, out ulong low) ^ low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 37)) * PrimeMix1;
        return hash ^ (hash >> 32);
    }
}
