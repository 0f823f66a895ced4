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

    public static long Pad(long length, int alignment) => (length + alignment - 1) / alignment * alignment;
}
