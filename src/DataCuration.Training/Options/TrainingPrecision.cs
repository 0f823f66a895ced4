namespace DataCuration.Training;

/// <summary>The number format of matrix products. Parameters, optimiser and losses are always float32.</summary>
public enum TrainingPrecision
{
    /// <summary>float32 throughout.</summary>
    Float32,

    /// <summary>bfloat16 products: CUDA only, since processors without instructions for it are slower with it, not faster. Evaluations are in float32.</summary>
    BFloat16,
}
