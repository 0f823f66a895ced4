namespace DataCuration.Tokenization;

/// <summary>The treatment of special tokens that a text spells.</summary>
public enum SpecialTokenParsing
{
    /// <summary>
    /// They are ordinary text. These are the added tokens that the file marks as special, and those between <c>&lt;|</c> and <c>|&gt;</c>, also with full-width
    /// bars. Other added tokens are recognized, because the file's model was trained so.
    /// </summary>
    Ordinary,

    /// <summary>They become special tokens, as in Hugging Face's library by default. For text of one's own, such as chat templates.</summary>
    Parse,
}
