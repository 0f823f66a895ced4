namespace DataCuration;

/// <summary>Turns tokens back into text. Encoders implement it that know the text of their tokens.</summary>
public interface ITokenTextDecoder
{
    /// <summary>Returns the text of tokens. Special tokens, such as the end of a document, have no text. Bytes that form no character become U+FFFD.</summary>
    /// <param name="tokens">The tokens.</param>
    string Decode(ReadOnlySpan<int> tokens);
}
