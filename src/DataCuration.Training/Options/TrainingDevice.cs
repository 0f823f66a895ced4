namespace DataCuration.Training;

/// <summary>The device that a model is trained on.</summary>
public enum TrainingDevice
{
    /// <summary>The first GPU if the native package supports CUDA and finds one, else the CPU.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>The first CUDA GPU; an error if there is no GPU.</summary>
    Cuda,
}
