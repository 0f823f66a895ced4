using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace DataCuration.Selection;

/// <summary>
/// Computes buckets of n-grams by SHA-256 (dsir <c>hash_buckets</c>: the whole digest as a big-endian number modulo the buckets). It hashes eight at a time
/// if <see cref="Sha256Lanes"/> is supported, and one by one for texts over 55 bytes and on other machines.
/// </summary>
internal sealed unsafe class Sha256BucketBatch : IDisposable
{
    private const int Lanes = Sha256Lanes.Lanes;
    private const int Block = Sha256Lanes.BlockBytes;

    private readonly Modulus _modulus;
    private readonly bool _lanes;
    private readonly NativeBuffer _memory = new((Lanes * Block) + (Lanes * 8 * sizeof(uint)) + (2 * Block) + (2 * Lanes * sizeof(ulong)));
    private readonly byte* _blocks;
    private readonly uint* _digests;
    private readonly byte* _mask;
    private readonly ulong* _powers;
    private readonly int*[] _destinations = new int*[Lanes];
    private int _count;

    /// <summary>Creates batches for <paramref name="buckets"/> buckets.</summary>
    /// <param name="buckets">The number of buckets.</param>
    /// <param name="useLanes">False to force scalar digests (tests).</param>
    public Sha256BucketBatch(int buckets, bool useLanes = true)
    {
        _modulus = new Modulus((uint)buckets);
        _lanes = useLanes && Sha256Lanes.IsSupported;
        _blocks = _memory.Pointer;
        _digests = (uint*)(_blocks + (Lanes * Block));
        _mask = (byte*)(_digests + (Lanes * 8));
        _powers = (ulong*)(_mask + (2 * Block));
        new Span<byte>(_mask, Block).Fill(0xFF);

        // 2^(32 (7 - i)) mod m, the weight of word i of the digest.
        ulong power = 1 % (ulong)buckets;
        for (int i = Lanes - 1; i >= 0; i--)
        {
            _powers[i] = power;
            power = (power << 32) % (ulong)buckets;
        }
    }

    /// <summary>
    /// Writes the bucket of a text to <paramref name="destination"/>, at the latest on <see cref="Flush"/>. 64 bytes from <paramref name="text"/> must be
    /// readable, whatever its length.
    /// </summary>
    public void Add(byte* text, int length, int* destination)
    {
        if (length > Sha256Lanes.MaximumMessageBytes || !_lanes)
        {
            *destination = Scalar(new ReadOnlySpan<byte>(text, length));
            return;
        }

        byte* block = _blocks + (_count * Block);
        byte* mask = _mask + Block - length;
        (Vector256.Load(text) & Vector256.Load(mask)).Store(block);
        (Vector256.Load(text + 32) & Vector256.Load(mask + 32)).Store(block + 32);
        block[length] = 0x80;
        block[62] = (byte)(length >> 5);
        block[63] = (byte)(length << 3);
        _destinations[_count++] = destination;
        if (_count == Lanes)
        {
            Flush();
        }
    }

    /// <summary>Writes the remaining buckets. Unused lanes hold older texts, whose digests are ignored.</summary>
    public void Flush()
    {
        if (_count == 0)
        {
            return;
        }

        Sha256Lanes.Digest(_blocks, _digests);

        // digest mod m = sum of word x (power mod m), mod m: below 2^64 without carries while m <= 2^29.
        if (_modulus.Value <= 1u << 29)
        {
            Vector256<ulong> even = Vector256<ulong>.Zero;
            Vector256<ulong> odd = Vector256<ulong>.Zero;
            for (int i = 0; i < 8; i++)
            {
                Vector256<uint> word = Vector256.Load(_digests + (8 * i));
                Vector256<uint> power = Vector256.Create(_powers[i]).AsUInt32();
                even += Avx2.Multiply(word, power);
                odd += Avx2.Multiply((word.AsUInt64() >>> 32).AsUInt32(), power);
            }

            for (int lane = 0; lane < _count; lane++)
            {
                *_destinations[lane] = (int)_modulus.Reduce(((lane & 1) == 0 ? even : odd).GetElement(lane >> 1));
            }
        }
        else
        {
            for (int lane = 0; lane < _count; lane++)
            {
                ulong remainder = 0;
                for (int i = 0; i < 8; i++)
                {
                    remainder = _modulus.Reduce((remainder << 32) | _digests[(8 * i) + lane]);
                }

                *_destinations[lane] = (int)remainder;
            }
        }

        _count = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Scalar(ReadOnlySpan<byte> text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, digest);
        return (int)_modulus.ReduceBigEndian(digest);
    }
}
