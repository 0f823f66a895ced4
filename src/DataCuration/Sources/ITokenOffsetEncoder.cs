namespace DataCuration;

/// <summary>
/// A tokenizer that knows the place of each token in a text. Unlike those of <see cref="ITokenSpanEncoder"/>, its tokens may leave out parts of a text, as
/// WordPiece leaves out white space, and several tokens may have one place.
/// </summary>
public interface ITokenOffsetEncoder : ITokenEncoder
{
    /// <summary>Encodes a text to the tokens of <see cref="ITokenEncoder.Encode"/>, and gives the place of each one in bytes.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="tokens">The list that receives the tokens, after those that it holds.</param>
    /// <param name="starts">The list that receives the first byte of each token's place. Starts do not fall.</param>
    /// <param name="ends">The list that receives the end of each token's place, exclusive. Ends do not fall. A token without text has an empty place.</param>
    void EncodeOffsets(ReadOnlySpan<byte> utf8Text, List<int> tokens, List<int> starts, List<int> ends);
}
