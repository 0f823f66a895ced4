using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Loads the native libraries and selects the device.</summary>
internal static partial class TorchNative
{
    private const string SpinCount = "GOMP_SPINCOUNT";

    // The turns that a thread spins before it sleeps: some microseconds, about the time between the parts of a small model's step (measured).
    private const string DefaultSpinCount = "300";

    private static readonly Lazy<Exception?> LoadFailure = new(Load);

    /// <summary>Returns the torch device for an option.</summary>
    public static Device Select(TrainingDevice device)
    {
        if (LoadFailure.Value is { } failure) throw new TorchNativeException(Explain(failure, FindLoaderError()), failure);
        bool hasCuda = device != TrainingDevice.Cpu && cuda.is_available();
        if (device == TrainingDevice.Cuda && !hasCuda)
        {
            throw new TorchNativeException(
                "CUDA was requested, but there is no GPU that the native library can use. The application must reference TorchSharp-cuda-linux "
                + "(or TorchSharp-cuda-windows) instead of a CPU package, and the driver must be installed.");
        }
        return hasCuda ? torch.device("cuda:0") : CPU;
    }

    /// <summary>Explains a load failure and how to fix it.</summary>
    internal static string Explain(Exception failure, string? loaderError)
    {
        string details = $"{loaderError ?? failure.Message}";
        if (details.Contains("GLIBCXX", StringComparison.Ordinal))
        {
            return "The native part of TorchSharp requires a newer libstdc++ than this system has (Debian 12 and Ubuntu 22.04 have "
                + "GLIBCXX_3.4.30). The missing version is not "
                + "actually used: the build target of the package DataCuration.Training.TorchSharp (eng/TorchNative.targets in its repository) marks the "
                    + "requirement weak in the application's output. "
                + "Reference libtorch-cpu-linux-x64 (or TorchSharp-cuda-linux) in the application's own project, do not set WeakenTorchNative to false, and "
                    + "build or publish on a system that "
                + $"lacks the version, such as this one: on other systems the target does nothing. ({details})";
        }
        return "The native part of TorchSharp was not found or could not be loaded. The application has to reference it, because it is large: use "
            + "libtorch-cpu-linux-x64 or TorchSharp-cpu "
            + $"(any system, CPU only), TorchSharp-cuda-linux or TorchSharp-cuda-windows, in the version that TorchSharp "
                + $"{typeof(torch).Assembly.GetName().Version} needs. ({details})";
    }

    private static Exception? Load()
    {
        SetSpinCount();
        try
        {
            // With a CUDA package, the CUDA libraries must be loaded first. Without one, this returns false and does no harm.
            if (!TryInitializeDeviceType(DeviceType.CUDA)) InitializeDeviceType(DeviceType.CPU);
            using Tensor probe = zeros(1);
            return null;
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or TypeInitializationException
            or BadImageFormatException or EntryPointNotFoundException)
        {
            return e;
        }
    }

    // By default, OpenMP's threads spin for milliseconds while they wait for each other. On a shared machine, this takes time from the threads that they wait
    // for. Threads that sleep at once are slow for small models, whose products end within microseconds. The variable is read once, when the library is loaded.
    private static void SetSpinCount()
    {
        if (!OperatingSystem.IsLinux()) return;
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null || Environment.GetEnvironmentVariable(SpinCount) is not null) return;
        // Environment.SetEnvironmentVariable would only change a copy inside .NET, which native code does not see.
        _ = SetNativeEnvironmentVariable(SpinCount, DefaultSpinCount, 0);
    }

    // TorchSharp reports every failure as a missing package. The loader gives the real error.
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
