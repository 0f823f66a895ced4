namespace DataCuration.Training;

/// <summary>The number format of matrix products. Parameters, optimizer state and losses are always float32.</summary>
public enum TrainingPrecision
{
    /// <summary>float32 throughout.</summary>
    Float32,

    /// <summary>bfloat16 products, on CUDA only: CPUs without instructions for it are slower with it. Evaluations use float32.</summary>
    BFloat16,
}
