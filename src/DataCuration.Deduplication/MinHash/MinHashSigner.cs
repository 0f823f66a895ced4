using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace DataCuration.Deduplication;

/// <summary>
/// Computes MinHash signatures (Broder, "On the resemblance and containment of documents", 1997) with the shingles, hash functions and constants of any of the
/// peers. Immutable and safe for concurrent use.
/// </summary>
/// <example>
/// <code>
/// using DataCuration.Deduplication;
///
/// var signer = new MinHashSigner(MinHashPresets.Nemo);
/// var buffers = new ShingleBuffers();
/// ulong[] signature = new ulong[signer.Parameters.SignatureLength];
/// if (signer.TrySign("A text of more than twenty-four characters."u8.ToArray(), buffers, signature)) Console.WriteLine(signature[0]);
/// </code>
/// </example>
public sealed class MinHashSigner
{
    private readonly MinHashFunctions functions;
    private readonly ulong hashSeed;

    /// <summary>Creates a signer.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="ArgumentException">Fewer functions are drawn than a signature has.</exception>
    public MinHashSigner(MinHashParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
        functions = new MinHashFunctions(parameters);
        ShingleOptions shingles = parameters.Shingles;
        hashSeed = shingles.HashSeed ?? (shingles.Hash == ShingleHashFunction.Murmur3 ? functions.Factors.Span[0] : 0);
    }

    /// <summary>The parameters.</summary>
    public MinHashParameters Parameters { get; }

    /// <summary>The factor of each hash function.</summary>
    public ReadOnlyMemory<ulong> Factors => functions.Factors;

    /// <summary>The summand of each hash function.</summary>
    public ReadOnlyMemory<ulong> Summands => functions.Summands;

    /// <summary>Computes a text's signature: the minimum of each hash function, band by band.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="buffers">Working memory.</param>
    /// <param name="signature">Receives <see cref="MinHashParameters.SignatureLength"/> hashes.</param>
    /// <returns>False if the text has no shingle; it then has no signature and no near duplicates.</returns>
    /// <exception cref="ArgumentException">The text is not valid UTF-8, or the signature's length is wrong.</exception>
    public bool TrySign(ReadOnlyMemory<byte> utf8Text, ShingleBuffers buffers, Span<ulong> signature)
    {
        if (signature.Length != Parameters.SignatureLength)
            throw new ArgumentException($"The signature has {signature.Length} hashes instead of {Parameters.SignatureLength}.", nameof(signature));
        ReadOnlySpan<ulong> shingles = HashShingles(utf8Text, buffers);
        if (shingles.IsEmpty) return false;
        functions.Minima(shingles, buffers, signature);
        return true;
    }

    /// <summary>Computes the hashes of a text's shingles, repeated ones included, in the order of the text.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="buffers">Working memory; the result lies in it until the next call.</param>
    /// <returns>The hashes; empty if the text is too short.</returns>
    /// <exception cref="ArgumentException">The text is not valid UTF-8.</exception>
    public ReadOnlySpan<ulong> HashShingles(ReadOnlyMemory<byte> utf8Text, ShingleBuffers buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        if (!Utf8.IsValid(utf8Text.Span)) throw new ArgumentException("The text is not valid UTF-8.", nameof(utf8Text));
        int count = ShingleHasher.Compute(utf8Text, Parameters.Shingles, hashSeed, buffers);
        return buffers.Hashes.AsSpan(0, count);
    }

    /// <summary>Estimates the Jaccard similarity of two texts: the share of equal hashes. Its standard error is at most 1 / (2 √length).</summary>
    /// <param name="first">A signature.</param>
    /// <param name="second">Another signature with the same parameters.</param>
    /// <returns>The estimate, in [0, 1].</returns>
    /// <exception cref="ArgumentException">The lengths differ or are 0.</exception>
    public static double EstimateSimilarity(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second)
    {
        if (first.Length != second.Length || first.IsEmpty)
            throw new ArgumentException($"The signatures have {first.Length} and {second.Length} hashes; they need the same number, above 0.", nameof(second));
        int equal = 0;
        for (int i = 0; i < first.Length; i++) equal += first[i] == second[i] ? 1 : 0;
        return (double)equal / first.Length;
    }

    /// <summary>Computes the Jaccard similarity of two sets of shingles.</summary>
    /// <param name="first">Hashes in ascending order without repetition.</param>
    /// <param name="second">Hashes in ascending order without repetition.</param>
    /// <returns>The share of common hashes in all hashes, in [0, 1]; 0 for two empty sets.</returns>
    public static double Jaccard(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second)
    {
        int common = 0, i = 0, j = 0;
        while (i < first.Length && j < second.Length)
        {
            ulong left = first[i], right = second[j];
            common += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        return common == 0 ? 0 : (double)common / (first.Length + second.Length - common);
    }

    /// <summary>Sorts hashes and removes repetitions.</summary>
    /// <returns>The number of different hashes, at the start of the span.</returns>
    internal static int MakeSet(Span<ulong> hashes)
    {
        hashes.Sort();
        int count = 0;
        for (int i = 0; i < hashes.Length; i++)
            if (i == 0 || hashes[i] != hashes[i - 1]) hashes[count++] = hashes[i];
        return count;
    }

    /// <summary>Returns the key of a band: a hash of its rows.</summary>
    internal static ulong BandKey(ReadOnlySpan<ulong> signature, int band, int rows) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes(signature.Slice(band * rows, rows)), band);
}
