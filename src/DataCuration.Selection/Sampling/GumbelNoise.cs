namespace DataCuration.Selection;

/// <summary>
/// Standard Gumbel noise as a function of seed, document and round. So a selection does not depend on the order, the shards or the number of workers.
/// Gumbel top-k: Kool, van Hoof and Welling 2019, section 2.3. DSIR (section 3) uses it to sample without replacement.
/// </summary>
/// <remarks>
/// The mix: x = M(seed + phi); x = M(x ^ idHash); x = M(x + phi * (round + 1)), with phi = 0x9E3779B97F4A7C15. M is the finalizer of SplitMix64 (Steele,
/// Lea and Flood 2014; Stafford's variant 13). It is a bijection in which every input bit flips about half of the output bits. So with one seed and round,
/// distinct hashes give distinct x.
/// <para>The top 52 bits k of x give u = (2k + 1) / 2^53. These are 53 bits, never 0 or 1, and symmetric.</para>
/// </remarks>
internal static class GumbelNoise
{
    private const ulong Phi = 0x9E3779B97F4A7C15;

    /// <summary>Returns the noise of a document.</summary>
    public static double Sample(ulong seed, ulong idHash) => Sample(seed, idHash, 0);

    /// <summary>Returns the noise of a document in a round. The round is the index of a target that selects for itself.</summary>
    public static double Sample(ulong seed, ulong idHash, uint round) =>
        -DeterministicMath.Log(-DeterministicMath.Log(Uniform(seed, idHash, round)));

    /// <summary>Returns the uniform number that the noise is computed from, strictly between 0 and 1.</summary>
    public static double Uniform(ulong seed, ulong idHash, uint round)
    {
        ulong mixed = Mix(seed + Phi);
        mixed = Mix(mixed ^ idHash);
        mixed = Mix(mixed + (Phi * (round + 1UL)));
        return (((mixed >> 12) << 1) | 1) * (1.0 / 9007199254740992.0);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
