namespace DataCuration.Models;

/// <summary>The block sizes of number formats, and the codes of metadata values (ggml's <c>docs/gguf.md</c>).</summary>
internal static class GgufTypes
{
    public const uint Magic = 0x46554747; // "GGUF"
    public const uint Version = 3;
    public const int DefaultAlignment = 32;
    public const string AlignmentKey = "general.alignment";

    public enum Value : uint
    {
        UInt8 = 0,
        Int8 = 1,
        UInt16 = 2,
        Int16 = 3,
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Boolean = 7,
        String = 8,
        Array = 9,
        UInt64 = 10,
        Int64 = 11,
        Float64 = 12,
    }

    /// <summary>Returns the number of elements and of bytes in a block; zero for formats that are not supported.</summary>
    public static (int Elements, int Bytes) Block(GgufTensorType type) => type switch
    {
        GgufTensorType.Float32 => (1, 4),
        GgufTensorType.Float16 or GgufTensorType.BFloat16 => (1, 2),
        GgufTensorType.Q8 => (Q8Blocks.Elements, Q8Blocks.Bytes),
        _ => default,
    };

    /// <summary>
    /// Returns the number of elements and of bytes in a block of any format of ggml (<c>ggml-common.h</c>, by the codes of <c>ggml.h</c>); zero for unknown
    /// codes. Only the sizes are known here.
    /// </summary>
    public static (int Elements, int Bytes) AnyBlock(GgufTensorType type) => (uint)type switch
    {
        2 => (32, 18), // Q4_0
        3 => (32, 20), // Q4_1
        6 => (32, 22), // Q5_0
        7 => (32, 24), // Q5_1
        9 => (32, 36), // Q8_1
        10 => (256, 84), // Q2_K
        11 => (256, 110), // Q3_K
        12 => (256, 144), // Q4_K
        13 => (256, 176), // Q5_K
        14 => (256, 210), // Q6_K
        15 => (256, 292), // Q8_K
        16 => (256, 66), // IQ2_XXS
        17 => (256, 74), // IQ2_XS
        18 => (256, 98), // IQ3_XXS
        19 => (256, 50), // IQ1_S
        20 => (32, 18), // IQ4_NL
        21 => (256, 110), // IQ3_S
        22 => (256, 82), // IQ2_S
        23 => (256, 136), // IQ4_XS
        24 => (1, 1), // I8
        25 => (1, 2), // I16
        26 => (1, 4), // I32
        27 => (1, 8), // I64
        28 => (1, 8), // F64
        29 => (256, 56), // IQ1_M
        34 => (256, 54), // TQ1_0
        35 => (256, 66), // TQ2_0
        39 => (32, 17), // MXFP4
        _ => Block(type),
    };

    public static long Pad(long length, int alignment) => (length + alignment - 1) / alignment * alignment;
}
