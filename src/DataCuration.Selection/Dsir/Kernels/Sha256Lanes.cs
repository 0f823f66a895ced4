using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DataCuration.Selection;

/// <summary>
/// Computes SHA-256 (FIPS 180-4, section 6.2) of eight one-block messages at once, one in each 32-bit lane. A call of the platform's implementation costs
/// about 500 ns for short texts. .NET has no intrinsics for the x86 SHA instructions, so eight lanes are the fastest way to compute many digests.
/// </summary>
internal static unsafe class Sha256Lanes
{
    /// <summary>The number of messages in a call.</summary>
    public const int Lanes = 8;

    /// <summary>The number of bytes of a padded message block.</summary>
    public const int BlockBytes = 64;

    /// <summary>The longest message that fits in one block with its padding.</summary>
    public const int MaximumMessageBytes = 55;

    /// <summary>Gets a value indicating whether eight lanes are faster on this machine.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    // First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, section 4.2.2).
    private static ReadOnlySpan<uint> RoundConstants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>
    /// Computes the digests of eight padded blocks (<paramref name="blocks"/>: 8 x 64 bytes). <paramref name="digests"/> receives the eight words of the
    /// state, with the eight lanes of each word adjacent: word i of message j is <c>digests[8*i + j]</c>.
    /// </summary>
    public static void Digest(byte* blocks, uint* digests)
    {
        Vector256<uint>* schedule = stackalloc Vector256<uint>[64];
        Transpose(blocks, schedule);
        Transpose(blocks + 32, schedule + 8);
        for (int i = 16; i < 64; i++)
        {
            Vector256<uint> x = schedule[i - 15];
            Vector256<uint> y = schedule[i - 2];
            schedule[i] = schedule[i - 16] + (Rotate(x, 7) ^ Rotate(x, 18) ^ (x >>> 3)) + schedule[i - 7] + (Rotate(y, 17) ^ Rotate(y, 19) ^ (y >>> 10));
        }

        // First 32 bits of the fractional parts of the square roots of the first eight primes (section 5.3.3).
        Vector256<uint> a = Vector256.Create(0x6a09e667u), b = Vector256.Create(0xbb67ae85u),
            c = Vector256.Create(0x3c6ef372u), d = Vector256.Create(0xa54ff53au);
        Vector256<uint> e = Vector256.Create(0x510e527fu), f = Vector256.Create(0x9b05688cu),
            g = Vector256.Create(0x1f83d9abu), h = Vector256.Create(0x5be0cd19u);
        fixed (uint* constants = RoundConstants)
        {
            for (int i = 0; i < 64; i += 8)
            {
                // Eight rounds that rotate the names instead of the values.
                Vector256<uint> t = First(e, f, g, h, schedule[i], constants[i]);
                d += t;
                h = t + Second(a, b, c);
                t = First(d, e, f, g, schedule[i + 1], constants[i + 1]);
                c += t;
                g = t + Second(h, a, b);
                t = First(c, d, e, f, schedule[i + 2], constants[i + 2]);
                b += t;
                f = t + Second(g, h, a);
                t = First(b, c, d, e, schedule[i + 3], constants[i + 3]);
                a += t;
                e = t + Second(f, g, h);
                t = First(a, b, c, d, schedule[i + 4], constants[i + 4]);
                h += t;
                d = t + Second(e, f, g);
                t = First(h, a, b, c, schedule[i + 5], constants[i + 5]);
                g += t;
                c = t + Second(d, e, f);
                t = First(g, h, a, b, schedule[i + 6], constants[i + 6]);
                f += t;
                b = t + Second(c, d, e);
                t = First(f, g, h, a, schedule[i + 7], constants[i + 7]);
                e += t;
                a = t + Second(b, c, d);
            }
        }

        (a + Vector256.Create(0x6a09e667u)).Store(digests);
        (b + Vector256.Create(0xbb67ae85u)).Store(digests + 8);
        (c + Vector256.Create(0x3c6ef372u)).Store(digests + 16);
        (d + Vector256.Create(0xa54ff53au)).Store(digests + 24);
        (e + Vector256.Create(0x510e527fu)).Store(digests + 32);
        (f + Vector256.Create(0x9b05688cu)).Store(digests + 40);
        (g + Vector256.Create(0x1f83d9abu)).Store(digests + 48);
        (h + Vector256.Create(0x5be0cd19u)).Store(digests + 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> First(
        Vector256<uint> e, Vector256<uint> f, Vector256<uint> g, Vector256<uint> h, Vector256<uint> word, uint constant) =>
        h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + (g ^ (e & (f ^ g))) + Vector256.Create(constant) + word;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Second(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) =>
        (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) | (c & (a | b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> value, [ConstantExpected] byte bits) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(value, bits) : (value >>> bits) | (value << (32 - bits));

    // Transposes words 0..7 (big-endian) of eight blocks: from one block in a row to one word in a row.
    private static void Transpose(byte* blocks, Vector256<uint>* words)
    {
        Vector256<uint> r0 = Load(blocks), r1 = Load(blocks + 64), r2 = Load(blocks + 128), r3 = Load(blocks + 192);
        Vector256<uint> r4 = Load(blocks + 256), r5 = Load(blocks + 320), r6 = Load(blocks + 384), r7 = Load(blocks + 448);
        Vector256<ulong> p0 = Avx2.UnpackLow(r0, r1).AsUInt64(), p1 = Avx2.UnpackHigh(r0, r1).AsUInt64();
        Vector256<ulong> p2 = Avx2.UnpackLow(r2, r3).AsUInt64(), p3 = Avx2.UnpackHigh(r2, r3).AsUInt64();
        Vector256<ulong> p4 = Avx2.UnpackLow(r4, r5).AsUInt64(), p5 = Avx2.UnpackHigh(r4, r5).AsUInt64();
        Vector256<ulong> p6 = Avx2.UnpackLow(r6, r7).AsUInt64(), p7 = Avx2.UnpackHigh(r6, r7).AsUInt64();
        Vector256<uint> q0 = Avx2.UnpackLow(p0, p2).AsUInt32(), q1 = Avx2.UnpackHigh(p0, p2).AsUInt32();
        Vector256<uint> q2 = Avx2.UnpackLow(p1, p3).AsUInt32(), q3 = Avx2.UnpackHigh(p1, p3).AsUInt32();
        Vector256<uint> q4 = Avx2.UnpackLow(p4, p6).AsUInt32(), q5 = Avx2.UnpackHigh(p4, p6).AsUInt32();
        Vector256<uint> q6 = Avx2.UnpackLow(p5, p7).AsUInt32(), q7 = Avx2.UnpackHigh(p5, p7).AsUInt32();
        words[0] = Avx2.Permute2x128(q0, q4, 0x20);
        words[1] = Avx2.Permute2x128(q1, q5, 0x20);
        words[2] = Avx2.Permute2x128(q2, q6, 0x20);
        words[3] = Avx2.Permute2x128(q3, q7, 0x20);
        words[4] = Avx2.Permute2x128(q0, q4, 0x31);
        words[5] = Avx2.Permute2x128(q1, q5, 0x31);
        words[6] = Avx2.Permute2x128(q2, q6, 0x31);
        words[7] = Avx2.Permute2x128(q3, q7, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Load(byte* source) =>
        Avx2.Shuffle(
            Vector256.Load(source),
            Vector256.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)).AsUInt32();
}
