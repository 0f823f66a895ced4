namespace DataCuration.Deduplication;

/// <summary>The parts of a text that <see cref="SentenceDeduplication"/> compares.</summary>
public enum SentenceUnit
{
    /// <summary>Sentences, with the white space before them.</summary>
    Sentences,

    /// <summary>
    /// Lines with their ends, as Python's <c>str.splitlines()</c> finds them (datatrove's <c>split_sentences=False</c>): a line ends at a line feed, carriage
    /// return or both, at U+000B, U+000C, U+001C to U+001E, U+0085, U+2028 and U+2029.
    /// </summary>
    Lines,

    /// <summary>Paragraphs: the parts between empty lines, with the lines ends after them.</summary>
    Paragraphs,
}
