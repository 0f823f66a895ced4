namespace DataCuration;

/// <summary>
/// Splits texts into words. Filters and deduplication take one as an option, because the definition of a word decides more than any threshold: with white space
/// instead of English rules, Gopher's decision changes for a third of technical documents. <see cref="Document.GetWords"/> keeps the result of the last
/// splitter, so that stages with the same splitter share it.
/// </summary>
/// <remarks>A splitter is immutable and thread-safe. Its <see cref="Name"/> is a part of the fingerprint of every stage that uses it.</remarks>
public abstract class WordSplitter
{
    /// <summary>Splits at Unicode white space, as Python's <c>str.split()</c> does: the same words as <see cref="Document.Words"/>.</summary>
    public static WordSplitter WhiteSpace { get; } = new WhiteSpaceWordSplitter();

    /// <summary>The name, with a version if the rules have one, such as <c>white_space</c>. Splitters with the same name give the same words.</summary>
    public abstract string Name { get; }

    /// <summary>Finds the words of a text.</summary>
    /// <param name="utf8Text">The text in valid UTF-8. It is not copied and must not change afterwards.</param>
    /// <returns>The words, in the order of the text, without overlap.</returns>
    public abstract TextWords Split(ReadOnlyMemory<byte> utf8Text);

    /// <summary>Returns <see cref="Name"/>.</summary>
    public sealed override string ToString() => Name;
}
