namespace DataCuration;

/// <summary>A tokenizer that also knows the bytes of the text that each token stands for.</summary>
/// <remarks>
/// Whatever is found in tokens can then be cut out of the text: <c>SubstringDeduplication</c> of the deduplication package needs it. Byte-level vocabularies
/// can do it, because each token spells fixed bytes. A tokenizer that changes the text before it is split (lower case, another normal form) can do it if it
/// keeps track of the places in the original text.
/// </remarks>
public interface ITokenSpanEncoder : ITokenEncoder
{
    /// <summary>
    /// True if <see cref="EncodeSpans"/> can be called. A class whose vocabularies differ gives false for one whose tokens are not known as bytes.
    /// </summary>
    bool HasSpans { get; }

    /// <summary>Encodes a text to the tokens of <see cref="ITokenEncoder.Encode"/>, and gives the number of bytes that each one stands for.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="tokens">The list that receives the tokens, after those that it holds.</param>
    /// <param name="byteLengths">
    /// The list that receives the number of bytes of each token in <paramref name="utf8Text"/>, 0 or more. Tokens follow each other without gaps, so the
    /// numbers add up to the length of the text. A token may end inside a character.
    /// </param>
    /// <exception cref="NotSupportedException"><see cref="HasSpans"/> is false.</exception>
    void EncodeSpans(ReadOnlySpan<byte> utf8Text, List<int> tokens, List<int> byteLengths);
}
