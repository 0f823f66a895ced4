namespace DataCuration.Filters;

/// <summary>The length that a <see cref="DolmaLengthTagger"/> measures.</summary>
public enum DolmaLengthKind
{
    /// <summary><c>char_length_with_paragraphs_v1</c>: characters of the document and of each paragraph.</summary>
    Characters,

    /// <summary><c>whitespace_tokenizer_v1</c>: one more than the runs of word characters and of other characters.</summary>
    Tokens,

    /// <summary><c>whitespace_tokenizer_with_paragraphs_v1</c>: the same for each paragraph, and their sum.</summary>
    ParagraphTokens,

    /// <summary><c>uniseg_length_v1</c>: segments between Unicode's word boundaries, those of white space included.</summary>
    Words,

    /// <summary><c>uniseg_length_paragraphs_v1</c>: words of each paragraph, white space left out, and their negative.</summary>
    ParagraphWords,

    /// <summary><c>bytes_length_v1</c>: bytes in UTF-8.</summary>
    Bytes,
}
