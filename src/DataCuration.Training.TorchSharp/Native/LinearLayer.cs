using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace DataCuration.Training.TorchSharp;

/// <summary>The products of rows with the matrix of a linear layer, by the faster of torch's two libraries.</summary>
/// <remarks>
/// On a CPU, torch computes linear layers of float32 with Intel's MKL, and convolutions with oneDNN. On processors that Intel did not make, MKL does not use
/// AVX-512, and oneDNN does. A convolution with a kernel of one place is the same product: on an AMD EPYC with AVX-512 it takes half the time, forward and
/// backward. The results differ in the last bits.
/// </remarks>
internal static class LinearLayer
{
    // Below, the calls cost more than they save.
    private const long SmallestRows = 128;

    // A kernel of one place has nothing to dilate. But torch leaves a convolution to oneDNN, on a single thread too, if it has a dilation.
    private static readonly long[] Dilation = [2, 2];

    private static readonly bool IsConvolutionFaster = Avx2.IsSupported && !IsIntel();

    /// <summary>Multiplies each row with a matrix.</summary>
    /// <param name="x_NI">The rows.</param>
    /// <param name="weight_OI">The matrix, a row for each output.</param>
    /// <param name="bias_O">What is added to each output row; null for nothing.</param>
    /// <returns>A row of outputs for each row.</returns>
    public static Tensor Apply(Tensor x_NI, Tensor weight_OI, Tensor? bias_O = null) =>
        IsConvolutionFaster && x_NI.dtype == ScalarType.Float32 && x_NI.device_type == DeviceType.CPU && x_NI.shape is [>= SmallestRows, _]
            ? Convolve(x_NI, weight_OI, bias_O)
            : Functional.linear(x_NI, weight_OI, bias_O!);

    /// <summary>The same as a convolution: rows are the places of a picture of one column, and their numbers are its channels.</summary>
    internal static Tensor Convolve(Tensor x_NI, Tensor weight_OI, Tensor? bias_O)
    {
        (long rows, long inputs, long outputs) = (x_NI.shape[0], x_NI.shape[1], weight_OI.shape[0]);
        Tensor picture_1IN1 = x_NI.reshape(1, rows, 1, inputs).permute(0, 3, 1, 2);
        return Functional.conv2d(picture_1IN1, weight_OI.reshape(outputs, inputs, 1, 1), bias_O!, dilation: Dilation).permute(0, 2, 3, 1)
            .reshape(rows, outputs);
    }

    private static bool IsIntel()
    {
        (_, int b, int c, int d) = X86Base.CpuId(0, 0);
        ReadOnlySpan<int> maker = [b, d, c];
        return MemoryMarshal.AsBytes(maker).SequenceEqual("GenuineIntel"u8);
    }
}
