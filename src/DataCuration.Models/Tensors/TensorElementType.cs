namespace DataCuration.Models;

/// <summary>
/// The number formats of the safetensors format. Models are read and written as <see cref="Float32"/>, <see cref="Float16"/> or <see cref="BFloat16"/>; the
/// others are named, and their tensors' bytes can be read.
/// </summary>
public enum TensorElementType
{
    /// <summary>IEEE 754 binary32 (<c>F32</c>).</summary>
    Float32,

    /// <summary>IEEE 754 binary16 (<c>F16</c>).</summary>
    Float16,

    /// <summary>The upper half of a binary32 (<c>BF16</c>).</summary>
    BFloat16,

    /// <summary>IEEE 754 binary64 (<c>F64</c>).</summary>
    Float64,

    /// <summary>8 bits with 4 bits of exponent (<c>F8_E4M3</c>).</summary>
    Float8E4M3,

    /// <summary>8 bits with 5 bits of exponent (<c>F8_E5M2</c>).</summary>
    Float8E5M2,

    /// <summary>Signed integer of 64 bits (<c>I64</c>).</summary>
    Int64,

    /// <summary>Signed integer of 32 bits (<c>I32</c>).</summary>
    Int32,

    /// <summary>Signed integer of 16 bits (<c>I16</c>).</summary>
    Int16,

    /// <summary>Signed integer of 8 bits (<c>I8</c>).</summary>
    Int8,

    /// <summary>Unsigned integer of 64 bits (<c>U64</c>).</summary>
    UInt64,

    /// <summary>Unsigned integer of 32 bits (<c>U32</c>).</summary>
    UInt32,

    /// <summary>Unsigned integer of 16 bits (<c>U16</c>).</summary>
    UInt16,

    /// <summary>Unsigned integer of 8 bits (<c>U8</c>).</summary>
    UInt8,

    /// <summary>A byte that is 0 or 1 (<c>BOOL</c>).</summary>
    Boolean,
}
