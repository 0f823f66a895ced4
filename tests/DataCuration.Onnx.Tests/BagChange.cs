namespace DataCuration.Onnx.Tests;

/// <summary>What a test's model has otherwise than usual.</summary>
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
