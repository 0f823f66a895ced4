namespace DataCuration.Training;

/// <summary>
/// A generator of plausible tokens, for rows of replaced-token detection: a small masked language model in ELECTRA (Clark et al. 2020), or a cheaper sampler.
/// Implementations are thread-safe.
/// </summary>
public interface ITokenReplacer
{
    /// <summary>Writes everything that the replacements depend on into a fingerprint.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Chooses tokens. A choice may equal the original: then the token counts as an original one, as in ELECTRA.</summary>
    /// <param name="tokens">The original sequence.</param>
    /// <param name="positions">The positions to replace, in rising order.</param>
    /// <param name="replacements">Receives a token for each position.</param>
    /// <param name="random">The random numbers. The result depends on them and on the tokens only.</param>
    void Replace(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<int> replacements, ref SeededRandom random);
}
