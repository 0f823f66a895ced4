namespace DataCuration.Onnx;

/// <summary>The element type of a tensor, with the numbers of onnx.proto (TensorProto.DataType).</summary>
internal enum OnnxElementType
{
    Float = 1,
    Int32 = 6,
    Int64 = 7,
    Float16 = 10,
}
