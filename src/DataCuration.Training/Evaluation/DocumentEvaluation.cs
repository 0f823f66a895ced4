namespace DataCuration.Training;

/// <summary>A model's result on one document.</summary>
public sealed record DocumentEvaluation
{
    /// <summary>The document's id.</summary>
    public required string Id { get; init; }

    /// <summary>The sum of -log2 p over the document's tokens.</summary>
    public required double Bits { get; init; }

    /// <summary>The length of the text in UTF-8 bytes.</summary>
    public required long Utf8Bytes { get; init; }

    /// <summary>The number of predicted tokens.</summary>
    public required long Tokens { get; init; }

    /// <summary>Bits per byte of text. A model that knows nothing has 8; a very good small model has about 1.</summary>
    public double BitsPerByte => Bits / Utf8Bytes;
}
