namespace DataCuration.Training;

/// <summary>Where a model is trained.</summary>
public enum TrainingDevice
{
    /// <summary>On the first CUDA card if there is one and the native package can use it, else on the processor.</summary>
    Auto,

    /// <summary>On the processor.</summary>
    Cpu,

    /// <summary>On the first CUDA card; an error if there is none.</summary>
    Cuda,
}
