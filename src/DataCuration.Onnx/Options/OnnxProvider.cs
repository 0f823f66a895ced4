namespace DataCuration.Onnx;

/// <summary>What a model runs on: an execution provider of ONNX Runtime.</summary>
public enum OnnxProvider
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA card. The program references <c>Microsoft.ML.OnnxRuntime.Gpu</c> instead of <c>Microsoft.ML.OnnxRuntime</c>, and CUDA and cuDNN are installed.</summary>
    Cuda,
}
