namespace DataCuration.Deduplication;

/// <summary>The units that a shingle is a run of, and the normal form of the text before it is cut into units. Peers differ in both.</summary>
public enum ShingleUnit
{
    /// <summary>
    /// Words of datatrove's normal form: lower case, no punctuation, numbers as 0, no accents (<c>simplify_text</c> of datatrove/utils/text.py).
    /// <see cref="ShingleOptions.Splitter"/> finds the words.
    /// </summary>
    SimplifiedWords,

    /// <summary>Words of the text as it is. <see cref="ShingleOptions.Splitter"/> finds them.</summary>
    Words,

    /// <summary>
    /// Words between white space after ASCII punctuation is deleted, the rest is lower-cased and decomposed (NFD): RedPajama-Data v2
    /// (app/src/utilities/text/normalization.py).
    /// </summary>
    PlainWords,

    /// <summary>
    /// The lower-cased text cut at every character that is not a word character: text-dedup (<c>\W</c> of the module regex, in
    /// src/text_dedup/config/algorithms/minhash.py).
    /// </summary>
    WordCharacterRuns,

    /// <summary>
    /// As <see cref="WordCharacterRuns"/>, with the word characters of Python's own module re: letters, numbers of all kinds and the underscore, but no marks.
    /// text-dedup's SimHash uses it (src/text_dedup/config/algorithms/simhash.py).
    /// </summary>
    AlphanumericRuns,

    /// <summary>Words between spaces (U+0020 only): Data-Juicer's tokenization <c>space</c>.</summary>
    SpacedWords,

    /// <summary>The text cut at every punctuation character (categories P*), empty pieces included: Data-Juicer's tokenization <c>punctuation</c>.</summary>
    PunctuatedParts,

    /// <summary>Code points of the text as it is: NeMo Curator, and Data-Juicer's tokenization <c>character</c>.</summary>
    Characters,
}
