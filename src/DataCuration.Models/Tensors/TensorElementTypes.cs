namespace DataCuration.Models;

/// <summary>The names and sizes of number formats.</summary>
internal static class TensorElementTypes
{
    private static readonly (TensorElementType Type, string Name, int Size)[] All =
    [
        (TensorElementType.Float32, "F32", 4),
        (TensorElementType.Float16, "F16", 2),
        (TensorElementType.BFloat16, "BF16", 2),
        (TensorElementType.Float64, "F64", 8),
        (TensorElementType.Float8E4M3, "F8_E4M3", 1),
        (TensorElementType.Float8E5M2, "F8_E5M2", 1),
        (TensorElementType.Int64, "I64", 8),
        (TensorElementType.Int32, "I32", 4),
        (TensorElementType.Int16, "I16", 2),
        (TensorElementType.Int8, "I8", 1),
        (TensorElementType.UInt64, "U64", 8),
        (TensorElementType.UInt32, "U32", 4),
        (TensorElementType.UInt16, "U16", 2),
        (TensorElementType.UInt8, "U8", 1),
        (TensorElementType.Boolean, "BOOL", 1),
    ];

    /// <summary>Returns the number of bytes of a number.</summary>
    public static int Size(TensorElementType type) => All[(int)type].Size;

    /// <summary>Returns the name in safetensors files.</summary>
    public static string Name(TensorElementType type) => All[(int)type].Name;

    /// <summary>Returns true for the formats that models are read from and written in.</summary>
    public static bool IsModelType(TensorElementType type) =>
        type is TensorElementType.Float32 or TensorElementType.Float16 or TensorElementType.BFloat16;

    /// <summary>Throws if models cannot be written in a format.</summary>
    public static void CheckModelType(TensorElementType type, string parameter)
    {
        if (!IsModelType(type)) throw new ArgumentOutOfRangeException(parameter, type, "Models are written as Float32, Float16 or BFloat16.");
    }

    public static TensorElementType? Parse(string name)
    {
        foreach ((TensorElementType type, string known, _) in All)
            if (known == name) return type;
        return null;
    }

    /// <summary>Returns torch's name of a format, as in the field <c>torch_dtype</c> of <c>config.json</c>.</summary>
    public static string TorchName(TensorElementType type) => type switch
    {
        TensorElementType.Float16 => "float16",
        TensorElementType.BFloat16 => "bfloat16",
        _ => "float32",
    };
}
