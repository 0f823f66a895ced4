namespace DataCuration.Models;

/// <summary>A tensor of a safetensors file.</summary>
public sealed class SafetensorsTensor : FileTensor
{
    internal SafetensorsTensor(string name, TensorElementType elementType, long[] shape, long count, long start)
        : base(name, shape, count, start) => ElementType = elementType;

    /// <summary>The number format.</summary>
    public TensorElementType ElementType { get; }

    /// <inheritdoc/>
    public override long ByteLength => Count * TensorElementTypes.Size(ElementType);
}
