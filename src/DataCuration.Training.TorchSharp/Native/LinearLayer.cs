using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace DataCuration.Training.TorchSharp;

/// <summary>The products of rows with the matrix of a linear layer, by the fastest way that torch has.</summary>
/// <remarks>
/// On a CPU, torch computes linear layers of float32 with Intel's MKL, and convolutions with oneDNN. On processors that Intel did not make, MKL does not use
/// AVX-512, and oneDNN does. A convolution with a kernel of one place is the same product: on an AMD EPYC with AVX-512 it takes half the time, forward and
/// backward. Of a few rows, MKL computes the transposed product up to four times as fast. A single row, as in generation, is multiplied here: MKL reads the
/// matrix at half the speed of the memory. The results differ in the last bits.
/// <para>
/// oneDNN divides a convolution by the sizes of the caches, which an AMD processor gives in leaf 8000001D of CPUID. Some virtual machines leave it
/// empty. There, oneDNN returned wrong numbers for many shapes, and ended the process with a division by zero for others: such processors get MKL's product.
/// </para>
/// </remarks>
internal static class LinearLayer
{
    // Between these numbers, the plain product is as fast.
    private const long FewRows = 32;
    private const long ManyRows = 128;
    private const long MostWeights = int.MaxValue / sizeof(float); // a span has no more bytes

    // A kernel of one place has nothing to dilate. But torch leaves a convolution to oneDNN, on a single thread too, if it has a dilation.
    private static readonly long[] Dilation = [2, 2];

    private static readonly bool IsMklSlow = Avx2.IsSupported && Maker() != "GenuineIntel";

    /// <summary>True if convolutions are right and faster on this processor.</summary>
    internal static bool CanConvolve { get; } = IsMklSlow && Maker() == "AuthenticAMD" && NamesCaches(X86Base.CpuId);

    /// <summary>Multiplies each row with a matrix.</summary>
    /// <param name="x_NI">The rows.</param>
    /// <param name="weight_OI">The matrix, a row for each output.</param>
    /// <param name="bias_O">What is added to each output row; null for nothing.</param>
    /// <returns>A row of outputs for each row.</returns>
    public static Tensor Apply(Tensor x_NI, Tensor weight_OI, Tensor? bias_O = null)
    {
        if (IsMklSlow && x_NI.dtype == ScalarType.Float32 && x_NI.device_type == DeviceType.CPU && x_NI.shape is [var rows, _])
        {
            if (rows >= ManyRows && CanConvolve) return Convolve(x_NI, weight_OI, bias_O);
            if (rows is > 1 and <= FewRows) return Transpose(x_NI, weight_OI, bias_O);
            if (rows == 1 && !is_grad_enabled() && weight_OI.is_contiguous() && weight_OI.numel() <= MostWeights) return MultiplyRow(x_NI, weight_OI, bias_O);
        }
        return Functional.linear(x_NI, weight_OI, bias_O!);
    }

    /// <summary>The same as a convolution: rows are the places of a picture of one column, and their numbers are its channels.</summary>
    internal static Tensor Convolve(Tensor x_NI, Tensor weight_OI, Tensor? bias_O)
    {
        (long rows, long inputs, long outputs) = (x_NI.shape[0], x_NI.shape[1], weight_OI.shape[0]);
        Tensor picture_1IN1 = x_NI.reshape(1, rows, 1, inputs).permute(0, 3, 1, 2);
        return Functional.conv2d(picture_1IN1, weight_OI.reshape(outputs, inputs, 1, 1), bias_O!, dilation: Dilation).permute(0, 2, 3, 1)
            .reshape(rows, outputs);
    }

    /// <summary>The same as the transposed product.</summary>
    internal static Tensor Transpose(Tensor x_NI, Tensor weight_OI, Tensor? bias_O)
    {
        Tensor y_NO = weight_OI.mm(x_NI.t()).t().contiguous();
        return bias_O is null ? y_NO : y_NO.Plus(bias_O);
    }

    /// <summary>The product of a single row, without gradients.</summary>
    internal static Tensor MultiplyRow(Tensor x_1I, Tensor weight_OI, Tensor? bias_O)
    {
        Tensor y_1O = empty(1, weight_OI.shape[0]);
        ReadOnlySpan<float> row = MemoryMarshal.Cast<byte, float>(x_1I.contiguous().bytes);
        ReadOnlySpan<float> weights = MemoryMarshal.Cast<byte, float>(weight_OI.bytes);
        Span<float> outputs = MemoryMarshal.Cast<byte, float>(y_1O.bytes);
        for (int output = 0; output < outputs.Length; output++) outputs[output] = VectorKernels.Dot(weights.Slice(output * row.Length, row.Length), row);
        return bias_O is null ? y_1O : y_1O.Plus(bias_O);
    }

    /// <summary>Returns true if the processor names its three data caches where oneDNN looks for them.</summary>
    /// <param name="cpuId">Reads a leaf and a part of it.</param>
    internal static bool NamesCaches(Func<int, int, (int Eax, int Ebx, int Ecx, int Edx)> cpuId)
    {
        const int Extended = unchecked((int)0x80000000), Caches = unchecked((int)0x8000001D);
        if ((uint)cpuId(Extended, 0).Eax < unchecked((uint)Caches)) return false;
        int found = 0;
        for (int i = 0; i < 4; i++)
            if ((cpuId(Caches, i).Eax & 31) is 1 or 3) found++; // data, or data and code
        return found >= 3;
    }

    private static string Maker()
    {
        (_, int b, int c, int d) = X86Base.CpuId(0, 0);
        ReadOnlySpan<int> maker = [b, d, c];
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(maker));
    }
}
