namespace DataCuration;

/// <summary>Splits texts into sentences. Filters and deduplication take one as an option.</summary>
/// <remarks>A splitter is immutable and thread-safe. Its <see cref="Name"/> is a part of the fingerprint of every stage that uses it.</remarks>
public abstract class SentenceSplitter
{
    /// <summary>
    /// Splits as the sentencizer of spaCy 3.8 does on the words of <see cref="WordSplitter.English"/>, which is datatrove's default: a sentence ends with a
    /// terminal mark and the signs after it. The sentences cover all of the text but single blanks between them, so a sentence can begin with line ends or be
    /// white space only; <see cref="TextSpans.Trim"/> gives datatrove's <c>sent_tokenize</c>.
    /// </summary>
    public static SentenceSplitter English { get; } = new EnglishSentenceSplitter();

    /// <summary>Splits after <c>.</c>, <c>!</c> or <c>?</c> if white space follows, which is left out. White space at the ends of the text is kept.</summary>
    public static SentenceSplitter WhiteSpace { get; } = new WhiteSpaceSentenceSplitter();

    /// <summary>
    /// Splits as NLTK 3.8's Punkt tokenizer does without training, which Dolma uses: after terminal marks with the closing marks after them, but not after
    /// initials, nor after numbers before a word in lower case.
    /// </summary>
    public static SentenceSplitter Punkt { get; } = new PunktSentenceSplitter();

    /// <summary>The name, with a version if the rules have one. Splitters with the same name give the same sentences.</summary>
    public abstract string Name { get; }

    /// <summary>The splitter whose words <see cref="Split(ReadOnlyMemory{byte}, TextWords)"/> takes; null if the sentences do not depend on words.</summary>
    internal virtual WordSplitter? Words => null;

    /// <summary>Finds the sentences of a text.</summary>
    /// <param name="utf8Text">The text in valid UTF-8. It is not copied and must not change afterwards.</param>
    /// <returns>The sentences, in the order of the text, without overlap.</returns>
    public abstract TextSpans Split(ReadOnlyMemory<byte> utf8Text);

    /// <summary>Returns <see cref="Name"/>.</summary>
    public sealed override string ToString() => Name;

    /// <summary>Finds the sentences of a text whose words are known.</summary>
    internal virtual TextSpans Split(ReadOnlyMemory<byte> utf8Text, TextWords words) => Split(utf8Text);
}
