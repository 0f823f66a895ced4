using System.IO.Hashing;
using System.Text.Unicode;

namespace DataCuration.Deduplication;

/// <summary>
/// Computes SimHash fingerprints: a bit is set if it is set in the hashes of more than half of a text's different shingles. Similar texts have fingerprints
/// with few different bits. Immutable and safe for concurrent use.
/// </summary>
public sealed class SimHashSigner
{
    private readonly ulong seed;

    /// <summary>Creates a signer.</summary>
    /// <param name="parameters">The parameters.</param>
    public SimHashSigner(SimHashParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
        seed = parameters.Shingles.HashSeed ?? 0;
    }

    /// <summary>The parameters.</summary>
    public SimHashParameters Parameters { get; }

    /// <summary>Computes a text's fingerprint.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="buffers">Working memory.</param>
    /// <param name="fingerprint">The fingerprint; one of 64 bits is in the upper half.</param>
    /// <returns>False if the text has no shingle and <see cref="SimHashParameters.MatchesEmptyTexts"/> is false.</returns>
    /// <exception cref="ArgumentException">The text is not valid UTF-8.</exception>
    public bool TrySign(ReadOnlyMemory<byte> utf8Text, ShingleBuffers buffers, out UInt128 fingerprint)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        if (!Utf8.IsValid(utf8Text.Span)) throw new ArgumentException("The text is not valid UTF-8.", nameof(utf8Text));
        fingerprint = 0;
        int count = ShingleHasher.Find(utf8Text, Parameters.Shingles, buffers, out int size);
        if (count == 0) return Parameters.MatchesEmptyTexts;
        var hashes = new UInt128[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> shingle = ShingleHasher.Slice(buffers, i, size, Parameters.Shingles.Gap);
            hashes[i] = Parameters.Bits == 128 ? XxHash128.HashToUInt128(shingle, unchecked((long)seed))
                : (UInt128)XxHash3.HashToUInt64(shingle, unchecked((long)seed)) << 64;
        }
        fingerprint = Combine(hashes);
        return true;
    }

    /// <summary>
    /// Returns the bits that more than half of the different hashes have. The counts of all bits are kept in planes: plane k holds bit k of each count, so
    /// that a hash is added by a few operations on whole words.
    /// </summary>
    internal static UInt128 Combine(UInt128[] hashes)
    {
        Array.Sort(hashes);
        Span<UInt128> planes = stackalloc UInt128[32];
        planes.Clear();
        int count = 0;
        for (int i = 0; i < hashes.Length; i++)
        {
            if (i > 0 && hashes[i] == hashes[i - 1]) continue;
            count++;
            UInt128 carry = hashes[i];
            for (int k = 0; carry != 0; k++) (planes[k], carry) = (planes[k] ^ carry, planes[k] & carry);
        }
        // Compares each bit's count with count / 2, from the highest plane down.
        int half = count / 2;
        UInt128 isLarger = 0, isEqual = UInt128.MaxValue;
        for (int k = planes.Length - 1; k >= 0; k--)
        {
            UInt128 bit = (half >> k & 1) != 0 ? UInt128.MaxValue : 0;
            isLarger |= isEqual & planes[k] & ~bit;
            isEqual &= ~(planes[k] ^ bit);
        }
        return isLarger;
    }
}
