namespace DataCuration.Onnx;

/// <summary>What a tensor holds, by the numbers of onnx.proto (TensorProto.DataType).</summary>
internal enum OnnxElementType
{
    Float = 1,
    Int32 = 6,
    Int64 = 7,
    Float16 = 10,
}
