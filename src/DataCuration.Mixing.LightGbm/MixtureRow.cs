using Microsoft.ML.Data;

namespace DataCuration.Mixing.LightGbm;

/// <summary>A row of ML.NET's data: a mixture and its scaled score. Its properties are columns.</summary>
internal sealed class MixtureRow
{
    /// <summary>The weights of the sources.</summary>
    [VectorType]
    public float[] Features { get; set; } = [];

    /// <summary>The score.</summary>
    public float Label { get; set; }
}
