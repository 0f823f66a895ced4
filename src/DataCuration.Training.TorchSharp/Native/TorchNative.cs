using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Loads the native libraries and chooses the device.</summary>
internal static partial class TorchNative
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    private static readonly Lazy<Exception?> LoadFailure = new(Load);

    /// <summary>The device that is asked for.</summary>
    public static Device Select(TrainingDevice device)
    {
        if (LoadFailure.Value is { } failure) throw new TorchNativeException(Explain(failure, FindLoaderError()), failure);
        bool hasCuda = device != TrainingDevice.Cpu && cuda.is_available();
        if (device == TrainingDevice.Cuda && !hasCuda)
        {
            throw new TorchNativeException("CUDA is asked for, but there is no card that the native library can use. The application must reference TorchSharp-cuda-linux "
                + "(or TorchSharp-cuda-windows) instead of a CPU package, and the driver must be installed.");
        }
        return hasCuda ? torch.device("cuda:0") : CPU;
    }

    /// <summary>Says what to do about a load failure.</summary>
    internal static string Explain(Exception failure, string? loaderError)
    {
        string details = $"{loaderError ?? failure.Message}";
        if (details.Contains("GLIBCXX", StringComparison.Ordinal))
        {
            return "The native half of TorchSharp asks for a newer libstdc++ than this system has (Debian 12 and Ubuntu 22.04 stop at GLIBCXX_3.4.30). The missing version is not "
                + "really used: the build target of the package DataCuration.Training.TorchSharp (eng/TorchNative.targets in its repository) marks the requirement weak in the application's output. "
                + "Reference libtorch-cpu-linux-x64 (or TorchSharp-cuda-linux) in the application's own project, do not set WeakenTorchNative to false, and build or publish on a system that "
                + $"lacks the version, such as this one: where it is there, the target does nothing. ({details})";
        }
        return "The native half of TorchSharp was not found or could not be loaded. It is left to the application, because it is large: reference libtorch-cpu-linux-x64 or TorchSharp-cpu "
            + $"(any system, processor only), TorchSharp-cuda-linux or TorchSharp-cuda-windows, in the version that TorchSharp {typeof(torch).Assembly.GetName().Version} wants. ({details})";
    }

    private static Exception? Load()
    {
        SetWaitPolicy();
        try
        {
            // With a CUDA package the CUDA libraries must come first; without one this is false and harmless.
            if (!TryInitializeDeviceType(DeviceType.CUDA)) InitializeDeviceType(DeviceType.CPU);
            using Tensor probe = zeros(1);
            return null;
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            return e;
        }
    }

    // Threads of OpenMP spin while they wait for each other. On a machine that others use too, that keeps the very thread that is waited for from running, and costs far more than sleeping costs
    // on a quiet one. Whoever has the machine to himself sets the variable to ACTIVE; it is read once, when the library is loaded.
    private static void SetWaitPolicy()
    {
        if (!OperatingSystem.IsLinux()) return;
        if (Environment.GetEnvironmentVariable(WaitPolicy) is not null || Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is not null) return;
        // Not Environment.SetEnvironmentVariable: .NET keeps a copy of its own, which native code does not see.
        _ = SetNativeEnvironmentVariable(WaitPolicy, "PASSIVE", 0);
    }

    // TorchSharp blames a missing package for everything; the loader itself knows better.
    private static string? FindLoaderError()
    {
        string name = OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";
        string? path = Directory.EnumerateFiles(AppContext.BaseDirectory, name, SearchOption.AllDirectories).FirstOrDefault();
        if (path is null) return null;
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(path));
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return e.Message;
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeEnvironmentVariable(string name, string value, int overwrite);
}
