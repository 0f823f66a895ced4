using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// The number of positions whose logits are in memory at a time. With a vocabulary of 128,000, the logits of 2,048 positions take 1 GiB, and the logarithms of
/// their softmax another one.
/// </summary>
internal static class LogitRows
{
    // The C library gives tensors of 32 MiB and more back to the system each time, which takes longer than the computation.
    private const long CpuLogits = 1 << 21; // 8 MiB
    private const long GpuScoreLogits = 1 << 26; // 256 MiB: large enough for a GPU's products, small beside its memory
    private const long FewestRows = 128; // fewer make the products slower

    /// <summary>Returns the number for a training. On a GPU, all positions of a batch: a training chooses its batch.</summary>
    public static long Train(Device device, int vocabularySize) => device.type == DeviceType.CPU ? Limit(CpuLogits, vocabularySize) : long.MaxValue;

    /// <summary>Returns the number for losses without gradients. A window has the model's whole context there.</summary>
    public static long Score(Device device, int vocabularySize) => Limit(device.type == DeviceType.CPU ? CpuLogits : GpuScoreLogits, vocabularySize);

    private static long Limit(long logits, int vocabularySize) => Math.Max(FewestRows, logits / vocabularySize);
}
