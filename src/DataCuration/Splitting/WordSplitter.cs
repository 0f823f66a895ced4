namespace DataCuration;

/// <summary>
/// Splits texts into words. Filters and deduplication take one as an option, because the definition of a word decides more than any threshold: with white space
/// instead of English rules, Gopher's decision changes for a third of technical documents. A document keeps the words of the last splitter, so that stages with
/// the same splitter share them.
/// </summary>
/// <remarks>A splitter is immutable and thread-safe. Its <see cref="Name"/> is a part of the fingerprint of every stage that uses it.</remarks>
public abstract class WordSplitter
{
    /// <summary>Splits at Unicode white space, as Python's <c>str.split()</c> does.</summary>
    public static WordSplitter WhiteSpace { get; } = new WhiteSpaceWordSplitter();

    /// <summary>
    /// Splits as spaCy's blank English pipeline does (3.8: prefixes, suffixes, infixes, addresses and exceptions), which is datatrove's default. Signs are
    /// words of their own, contractions are two words. Runs of Chinese, Japanese or Thai are one word: use <see cref="Unicode"/> for such text.
    /// </summary>
    public static WordSplitter English { get; } = new EnglishWordSplitter();

    /// <summary>
    /// Splits as fastText's <c>readWord</c> does, which DCLM counts words with: at the bytes blank, line feed, carriage return, tab, vertical tab, form feed
    /// and 0, not at other Unicode white space. Line ends are no words here; fastText reads each line feed as the word <c>&lt;/s&gt;</c>, so its count is the
    /// number of words and line feeds.
    /// </summary>
    public static WordSplitter FastText { get; } = new FastTextWordSplitter();

    /// <summary>
    /// Splits at the default word boundaries of Unicode 14 (UAX 29) and leaves out segments of white space, as Dolma and DCLM's n-grams do through uniseg.
    /// Signs are words of their own. Each character of Han, Hiragana and Thai is a word.
    /// </summary>
    public static WordSplitter Unicode { get; } = new UnicodeWordSplitter();

    /// <summary>
    /// Splits into runs of word characters and runs of signs, as NLTK's WordPunct tokenizer does (<c>\w+|[^\w\s]+</c>), which RedPajama-V2 uses.
    /// </summary>
    public static WordSplitter WordPunct { get; } = new WordPunctWordSplitter();

    /// <summary>
    /// Splits as NLTK 3.8's <c>word_tokenize(text, preserve_line=True)</c> does: the rules of the Penn Treebank. Straight double quotes become <c>``</c> and
    /// <c>''</c>, so words may differ from the text at their place.
    /// </summary>
    public static WordSplitter PennTreebank { get; } = new TreebankWordSplitter();

    /// <summary>The name, with a version if the rules have one, such as <c>white_space</c>. Splitters with the same name give the same words.</summary>
    public abstract string Name { get; }

    /// <summary>Finds the words of a text.</summary>
    /// <param name="utf8Text">The text in valid UTF-8. It is not copied and must not change afterwards.</param>
    /// <returns>The words, in the order of the text, without overlap.</returns>
    public abstract TextWords Split(ReadOnlyMemory<byte> utf8Text);

    /// <summary>Returns <see cref="Name"/>.</summary>
    public sealed override string ToString() => Name;
}
