using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// A small random generator whose sequence depends only on its seed: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA
/// 2014). The sequence is the same on every machine and in every version of this library.
/// </summary>
public struct SeededRandom
{
    private ulong state;

    /// <summary>Starts a sequence.</summary>
    /// <param name="seed">Any number.</param>
    public SeededRandom(ulong seed) => state = seed;

    /// <summary>Starts a sequence for a purpose and a key under a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="purpose">The purpose of the numbers, so that two uses of one key differ.</param>
    /// <param name="key">The key, such as a document's id.</param>
    public static SeededRandom Create(ulong seed, ReadOnlySpan<char> purpose, ReadOnlySpan<char> key)
    {
        ulong first = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(purpose), unchecked((long)seed));
        return new(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key), unchecked((long)first)));
    }

    /// <summary>Returns the next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        unchecked
        {
            ulong z = state += 0x9E3779B97F4A7C15UL;
            return Mix(z);
        }
    }

    /// <summary>Applies SplitMix64's finalizer: a bijection of 64-bit numbers in which every input bit changes about half of the output bits.</summary>
    /// <param name="z">The number.</param>
    public static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Returns the next number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Returns the next integer in [0, <paramref name="exclusiveMax"/>), without bias.</summary>
    /// <param name="exclusiveMax">The bound; at least 1.</param>
    public long NextInt64(long exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        ulong range = (ulong)exclusiveMax;
        // Lemire, "Fast random integer generation in an interval" (2019): multiply, and reject the few low products that would bias the result.
        UInt128 product = (UInt128)NextUInt64() * range;
        if ((ulong)product < range)
        {
            ulong threshold = unchecked(0UL - range) % range;
            while ((ulong)product < threshold) product = (UInt128)NextUInt64() * range;
        }
        return (long)(ulong)(product >> 64);
    }
}
