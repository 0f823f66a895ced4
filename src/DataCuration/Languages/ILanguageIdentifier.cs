namespace DataCuration;

/// <summary>Identifies the language of a text. Implementations are thread-safe, because all workers share one instance.</summary>
public interface ILanguageIdentifier
{
    /// <summary>The identifier's name in reports.</summary>
    string Name { get; }

    /// <summary>Writes the identity of the identifier into a fingerprint: its kind, options and the content hash of its model.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Identifies the most probable languages of a text.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="languages">Receives the languages, best first. Its length is the maximum number of languages.</param>
    /// <returns>The number of languages; 0 if the text has no usable features (no letters, no known n-gram).</returns>
    int Identify(ReadOnlySpan<byte> utf8Text, Span<LanguageScore> languages);
}
