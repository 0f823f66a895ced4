namespace DataCuration.Training;

/// <summary>How well a model predicts one document.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Bits">The sum of -log2 p over its tokens.</param>
/// <param name="Utf8Bytes">The length of its text in UTF-8 bytes.</param>
/// <param name="Tokens">How many tokens were predicted.</param>
public sealed record DocumentEvaluation(string Id, double Bits, long Utf8Bytes, long Tokens)
{
    /// <summary>Bits per byte of text; 8 is no knowledge at all, 1 a very good small model's.</summary>
    public double BitsPerByte => Bits / Utf8Bytes;
}
