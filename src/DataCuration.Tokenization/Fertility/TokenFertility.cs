namespace DataCuration.Tokenization;

/// <summary>The fertility of a tokenizer on a group of documents: into how many tokens it splits their text.</summary>
/// <remarks>
/// A word is a run of letters, marks and numbers of Unicode. In scripts without spaces between words, that is a phrase: compare tokenizers there by
/// <see cref="BytesPerToken"/>.
/// </remarks>
public sealed record TokenFertility
{
    /// <summary>The name of the tokenizer.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The group; empty for documents without one.</summary>
    public required string Group { get; init; }

    /// <summary>The number of documents.</summary>
    public long Documents { get; init; }

    /// <summary>The number of bytes of their texts in UTF-8.</summary>
    public long Bytes { get; init; }

    /// <summary>The number of Unicode code points.</summary>
    public long Characters { get; init; }

    /// <summary>The number of words.</summary>
    public long Words { get; init; }

    /// <summary>The number of tokens.</summary>
    public long Tokens { get; init; }

    /// <summary>The sum over words of the number of tokens that each is in; null if the tokenizer does not tell the places of its tokens.</summary>
    public long? WordTokens { get; init; }

    /// <summary>The number of words that are whole: in one token, which is in no other word and not unknown. Null without places.</summary>
    public long? WholeWords { get; init; }

    /// <summary>
    /// The number of tokens that are unknown, are bytes of a byte fallback, or start or end inside a character. Null without places.
    /// </summary>
    public long? FallbackTokens { get; init; }

    /// <summary>All tokens for each word; NaN without words. Punctuation and white space count as well.</summary>
    public double TokensPerWord => Ratio(Tokens, Words);

    /// <summary>
    /// The mean number of tokens of a word: the fertility of Rust and others 2021 (How Good is Your Tokenizer?, arXiv 2012.15613). NaN without
    /// words or places.
    /// </summary>
    public double TokensInWord => Ratio(WordTokens, Words);

    /// <summary>The number of bytes for each token; NaN without tokens.</summary>
    public double BytesPerToken => Ratio(Bytes, Tokens);

    /// <summary>The number of code points for each token; NaN without tokens.</summary>
    public double CharactersPerToken => Ratio(Characters, Tokens);

    /// <summary>
    /// The share of words that are whole, from 0 to 1: one minus the proportion of continued words of Rust and others 2021. NaN without words or places.
    /// </summary>
    public double WholeWordShare => Ratio(WholeWords, Words);

    /// <summary>The share of <see cref="FallbackTokens"/> in all tokens, from 0 to 1; NaN without tokens or places.</summary>
    public double FallbackShare => Ratio(FallbackTokens, Tokens);

    private static double Ratio(long? part, long whole) => part is { } value && whole > 0 ? (double)value / whole : double.NaN;
}
