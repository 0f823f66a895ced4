namespace DataCuration;

/// <summary>Says which language a text is in. Implementations are thread-safe: one is shared by all workers.</summary>
public interface ILanguageIdentifier
{
    /// <summary>The identifier's name in reports.</summary>
    string Name { get; }

    /// <summary>Writes what identifies the identifier: its kind, options and the content hash of its model.</summary>
    /// <param name="writer">Takes the parts.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Identifies the likeliest languages of a text.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="languages">Takes the languages, best first; its length says how many are wanted.</param>
    /// <returns>How many there are; 0 where the text says nothing (no letters, no known feature).</returns>
    int Identify(ReadOnlySpan<byte> utf8Text, Span<LanguageScore> languages);
}
