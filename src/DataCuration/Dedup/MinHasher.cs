using System.Numerics;
using System.Text.Unicode;

namespace DataCuration;

/// <summary>
/// Computes MinHash signatures of texts (Broder, "On the resemblance and containment of documents", 1997), with datatrove's normal form, shingles, constants
/// and arithmetic. Words are separated by white space, where datatrove uses a tokenizer for each language: the normal form has no punctuation, so signatures
/// are the same for most English texts. Immutable and safe for concurrent use.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// var hasher = new MinHasher();
/// var buffers = new MinHashBuffers();
/// ulong[] first = new ulong[hasher.Options.SignatureLength], second = new ulong[hasher.Options.SignatureLength];
/// hasher.TrySign("The quick brown fox jumps over the lazy dog."u8, buffers, first);
/// hasher.TrySign("The quick brown fox jumps over the lazy cat."u8, buffers, second);
/// Console.WriteLine($"{MinHasher.EstimateSimilarity(first, second):P0} of the shingles are shared");
/// </code>
/// </example>
public sealed class MinHasher
{
    private readonly ulong[] a;
    private readonly ulong[] b;
    private readonly ulong mask;

    /// <summary>Creates a hasher.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    public MinHasher(MinHashOptions? options = null)
    {
        Options = options ?? new MinHashOptions();
        int count = Options.SignatureLength;
        int padded = checked((count + MinHashKernel.Block - 1) / MinHashKernel.Block * MinHashKernel.Block);
        (a, b) = (new ulong[padded], new ulong[padded]);
        mask = Options.HashBits == 64 ? ulong.MaxValue : uint.MaxValue;
        // RandomState(seed).randint(1, p, dtype=uint64) for all factors, then randint(0, p) for all summands.
        var random = new MersenneTwister(Options.Seed);
        for (int i = 0; i < count; i++) a[i] = 1 + Below(random, MinHashKernel.Prime - 1);
        for (int i = 0; i < count; i++) b[i] = Below(random, MinHashKernel.Prime);
    }

    /// <summary>The options.</summary>
    public MinHashOptions Options { get; }

    /// <summary>The factor of each hash function.</summary>
    internal ReadOnlySpan<ulong> Factors => a.AsSpan(0, Options.SignatureLength);

    /// <summary>The summand of each hash function.</summary>
    internal ReadOnlySpan<ulong> Summands => b.AsSpan(0, Options.SignatureLength);

    /// <summary>Computes a text's signature: the minimum of each hash function, bucket by bucket.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="buffers">Working memory.</param>
    /// <param name="signature">Receives <see cref="MinHashOptions.SignatureLength"/> hashes.</param>
    /// <returns>False if the text has fewer words than a shingle; it then has no signature and no near duplicates.</returns>
    /// <exception cref="ArgumentException">The text is not valid UTF-8, or the signature's length is wrong.</exception>
    public bool TrySign(ReadOnlySpan<byte> utf8Text, MinHashBuffers buffers, Span<ulong> signature)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        if (signature.Length != Options.SignatureLength)
            throw new ArgumentException($"The signature has {signature.Length} hashes instead of {Options.SignatureLength}.", nameof(signature));
        if (!Utf8.IsValid(utf8Text)) throw new ArgumentException("The text is not valid UTF-8.", nameof(utf8Text));
        int count = ShingleHashes.Compute(utf8Text, Options, buffers);
        if (count == 0) return false;
        Sign(buffers.Shingles.AsSpan(0, count), buffers, signature);
        return true;
    }

    /// <summary>Estimates the Jaccard similarity of two texts: the share of equal hashes. Its standard error is at most 1 / (2 √length).</summary>
    /// <param name="first">A signature.</param>
    /// <param name="second">Another signature with the same options.</param>
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

    private void Sign(ReadOnlySpan<ulong> shingles, MinHashBuffers buffers, Span<ulong> signature)
    {
        if (signature.Length == a.Length)
        {
            MinHashKernel.Minima(shingles, a, b, mask, signature);
            return;
        }
        if (buffers.Minima.Length < a.Length) buffers.Minima = new ulong[a.Length];
        MinHashKernel.Minima(shingles, a, b, mask, buffers.Minima);
        buffers.Minima.AsSpan(0, signature.Length).CopyTo(signature);
    }

    /// <summary>Draws a number below a bound as NumPy's legacy <c>randint</c> does: the bits that the bound needs, again until they are in range.</summary>
    private static ulong Below(MersenneTwister random, ulong bound)
    {
        ulong largest = bound - 1;
        ulong bits = ulong.MaxValue >> BitOperations.LeadingZeroCount(largest);
        while (true)
        {
            ulong drawn = random.NextUInt64() & bits;
            if (drawn <= largest) return drawn;
        }
    }
}
