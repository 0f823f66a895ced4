namespace DataCuration.Models;

/// <summary>Options of writing a GGUF file.</summary>
public sealed record GgufExportOptions
{
    /// <summary>
    /// The number format of matrices: <see cref="GgufTensorType.Float32"/>, <see cref="GgufTensorType.Float16"/> or <see cref="GgufTensorType.Q8"/>. Weights of
    /// normalisations and biases are always float32, as in llama.cpp's converter. With <see cref="GgufTensorType.Q8"/>, a matrix whose rows are not a multiple
    /// of 32 is written as float16.
    /// </summary>
    /// <value>Default <see cref="GgufTensorType.Float16"/>: llama.cpp's <c>convert_hf_to_gguf.py</c> for models of 16 bits.</value>
    public GgufTensorType Type
    {
        get;
        init => field = value is GgufTensorType.Float32 or GgufTensorType.Float16 or GgufTensorType.Q8 ? value
            : throw new ArgumentOutOfRangeException(nameof(Type), value, "Files are written with Float32, Float16 or Q8.");
    } = GgufTensorType.Float16;

    /// <summary>The model's name in the file (<c>general.name</c>); null for the name of its architecture.</summary>
    /// <value>Default null.</value>
    public string? Name { get; init; }

    /// <summary>The store to write to; null for the local file system.</summary>
    /// <value>Default null.</value>
    public IFileStore? Files { get; init; }
}
