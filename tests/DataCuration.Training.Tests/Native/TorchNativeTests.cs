using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class TorchNativeTests
{
    [Fact]
    public void Explain_MissingLibrary_NamesThePackages()
    {
        string message = TorchNative.Explain(new NotSupportedException("no libtorch"), null);
        Assert.Contains("libtorch-cpu-linux-x64", message, StringComparison.Ordinal);
        Assert.Contains("TorchSharp-cuda-linux", message, StringComparison.Ordinal);
        Assert.Contains("no libtorch", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_OldSystemLibrary_NamesTheBuildTarget()
    {
        string message = TorchNative.Explain(new NotSupportedException("reference a package"), "libstdc++.so.6: version `GLIBCXX_3.4.32' not found");
        Assert.Contains("package DataCuration.Training.TorchSharp", message, StringComparison.Ordinal);
        Assert.Contains("WeakenTorchNative", message, StringComparison.Ordinal);
        Assert.Contains("GLIBCXX_3.4.32", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Select_Cuda_WithoutCard_SaysWhatIsWanted()
    {
        Assert.SkipWhen(global::TorchSharp.torch.cuda.is_available(), "There is a card.");
        Assert.Contains("TorchSharp-cuda-linux",
            Assert.Throws<TorchNativeException>(() => TorchNative.Select(TrainingDevice.Cuda)).Message, StringComparison.Ordinal);
    }
}
