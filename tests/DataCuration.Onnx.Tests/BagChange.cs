namespace DataCuration.Onnx.Tests;

/// <summary>A change of a test's model.</summary>
public enum BagChange
{
    None,
    NoMask,
    OtherName,
    TensorFlowName,
    TypeIds,
    ExtraInput,
    Int32,
    RealIds,
    FixedRows,
    ManyFixedRows,
    FixedLength,
    FreeLabels,
    TwoOutputs,
}
