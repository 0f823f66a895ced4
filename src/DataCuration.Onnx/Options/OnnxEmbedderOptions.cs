namespace DataCuration.Onnx;

/// <summary>Options of an <see cref="OnnxEmbedder"/>.</summary>
public sealed record OnnxEmbedderOptions : OnnxTextOptions
{
    /// <summary>The pooling of token vectors. Default: <see cref="OnnxPooling.Mean"/>.</summary>
    public OnnxPooling Pooling { get; init; }

    /// <summary>True to scale vectors to length one. Default: true, so that dot products are cosines.</summary>
    public bool Normalize { get; init; } = true;
}
