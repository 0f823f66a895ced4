namespace DataCuration.Models;

/// <summary>A tensor of a GGUF file. In the file, and in ggml's own notation, the contiguous dimension of the shape is the first.</summary>
public sealed class GgufTensor : FileTensor
{
    internal GgufTensor(string name, GgufTensorType type, long[] shape, long count, long start)
        : base(name, shape, count, start) => Type = type;

    /// <summary>The number format.</summary>
    public GgufTensorType Type { get; }

    /// <inheritdoc/>
    public override long ByteLength
    {
        get
        {
            (int elements, int bytes) = GgufTypes.AnyBlock(Type);
            return Count / elements * bytes;
        }
    }
}
