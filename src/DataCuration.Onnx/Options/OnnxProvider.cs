namespace DataCuration.Onnx;

/// <summary>An execution provider of ONNX Runtime.</summary>
public enum OnnxProvider
{
    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>
    /// An NVIDIA GPU. The program must reference <c>Microsoft.ML.OnnxRuntime.Gpu</c> instead of <c>Microsoft.ML.OnnxRuntime</c>, and CUDA and cuDNN must be
    /// installed.
    /// </summary>
    Cuda,
}
