namespace DataCuration;

/// <summary>Splits texts into sentences. Filters and deduplication take one as an option.</summary>
/// <remarks>A splitter is immutable and thread-safe. Its <see cref="Name"/> is a part of the fingerprint of every stage that uses it.</remarks>
public abstract class SentenceSplitter
{
    /// <summary>The name, with a version if the rules have one. Splitters with the same name give the same sentences.</summary>
    public abstract string Name { get; }

    /// <summary>Finds the sentences of a text.</summary>
    /// <param name="utf8Text">The text in valid UTF-8. It is not copied and must not change afterwards.</param>
    /// <returns>The sentences, in the order of the text, without overlap.</returns>
    public abstract TextSpans Split(ReadOnlyMemory<byte> utf8Text);

    /// <summary>Returns <see cref="Name"/>.</summary>
    public sealed override string ToString() => Name;
}
