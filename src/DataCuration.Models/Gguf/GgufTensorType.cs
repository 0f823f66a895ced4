namespace DataCuration.Models;

/// <summary>The number formats of GGUF files that are read and written. The values are ggml's.</summary>
public enum GgufTensorType
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32 = 0,

    /// <summary>IEEE 754 binary16.</summary>
    Float16 = 1,

    /// <summary>Blocks of 32 numbers of 8 bits with a binary16 scale (ggml's <c>Q8_0</c>): 8.5 bits for a number.</summary>
    Q8 = 8,

    /// <summary>The upper half of a binary32. Read only.</summary>
    BFloat16 = 30,
}
