using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DataCuration.Selection;

/// <summary>
/// Computes XXH3 64-bit with seed 0 (xxHash specification, doc/xxhash_spec.md, "XXH3 Algorithm Overview"), inlined for inputs of at most 32 bytes. For
/// words and word pairs, the call takes most of the time of the library function. The results equal
/// <see cref="XxHash3.HashToUInt64(ReadOnlySpan{byte}, long)"/>.
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

    /// <summary>Hashes <paramref name="length"/> bytes.</summary>
    public static ulong Hash(byte* source, int length) => length switch
    {
        >= 4 and <= 8 => Hash4To8(source, length),
        >= 9 and <= 16 => Hash9To16(source, length),
        >= 1 and <= 3 => Hash1To3(source, length),
        >= 17 and <= 32 => Hash17To32(source, length),
        _ => XxHash3.HashToUInt64(new ReadOnlySpan<byte>(source, length)),
    };

    /// <summary>Hashes 1 to 3 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash1To3(byte* source, int length)
    {
        uint combined = ((uint)source[0] << 16) | ((uint)source[length >> 1] << 24) | source[length - 1] | ((uint)length << 8);
        ulong hash = combined ^ ((Secret0 ^ (Secret0 >> 32)) & uint.MaxValue);
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    /// <summary>Hashes 4 to 8 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash4To8(byte* source, int length)
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

    /// <summary>Hashes 9 to 16 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash9To16(byte* source, int length)
    {
        ulong low = Unsafe.ReadUnaligned<ulong>(source) ^ (Secret24 ^ Secret32);
        ulong high = Unsafe.ReadUnaligned<ulong>(source + length - 8) ^ (Secret40 ^ Secret48);
        return Avalanche((ulong)length + BinaryPrimitives.ReverseEndianness(low) + high + Fold(low, high));
    }

    /// <summary>Hashes 17 to 32 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash17To32(byte* source, int length) =>
        Avalanche(((ulong)length * Prime1) + Mix(source, Secret0, Secret8) + Mix(source + length - 16, Secret16, Secret24));

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
