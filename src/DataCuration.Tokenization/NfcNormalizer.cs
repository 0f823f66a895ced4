using Microsoft.ML.Tokenizers;

namespace DataCuration.Tokenization;

/// <summary>Normalizes text to NFC before it is split.</summary>
internal sealed class NfcNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(string original) => CanonicalComposition.Compose(original);

    /// <inheritdoc/>
    public override string Normalize(ReadOnlySpan<char> original) => CanonicalComposition.Compose(original.ToString());
}
