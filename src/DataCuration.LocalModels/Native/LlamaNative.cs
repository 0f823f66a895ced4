using LLama.Exceptions;
using LLama.Native;

namespace DataCuration.LocalModels;

/// <summary>Loads llama.cpp, and keeps its last errors for messages.</summary>
internal static class LlamaNative
{
    private const int MaxErrors = 5;
    private static readonly Lock Gate = new();
    private static readonly Queue<string> Errors = new();
    private static readonly NativeLogConfig.LLamaLogCallback Callback = Receive;
    private static readonly Lazy<Exception?> LoadFailure = new(Load);

    /// <summary>Loads the library.</summary>
    /// <exception cref="LocalModelException">It is missing or cannot be loaded.</exception>
    public static void Require()
    {
        if (LoadFailure.Value is not { } failure) return;
        throw new LocalModelException(
            "The native part of LLamaSharp was not found or could not be loaded. The application has to reference it: LLamaSharp.Backend.Cpu, or one of "
            + "LLamaSharp.Backend.Cuda12 and LLamaSharp.Backend.Vulkan, in the version of LLamaSharp. On Linux it needs libgomp (Debian's package libgomp1). "
            + $"({failure.GetBaseException().Message})", failure);
    }

    /// <summary>Returns the errors that llama.cpp has logged since the last call, in one line.</summary>
    public static string TakeErrors()
    {
        lock (Gate)
        {
            string all = string.Join(" | ", Errors);
            Errors.Clear();
            return all;
        }
    }

    private static Exception? Load()
    {
        try
        {
            // Otherwise llama.cpp writes some hundred lines to standard error for each model. A program that has its own callback keeps it.
            if (!NativeLibraryConfig.LLama.LibraryHasLoaded) NativeLibraryConfig.LLama.WithLogCallback(Callback);
            NativeApi.llama_empty_call();
            return null;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or RuntimeError or BadImageFormatException
            or EntryPointNotFoundException)
        {
            return e;
        }
    }

    private static void Receive(LLamaLogLevel level, string message)
    {
        if (level != LLamaLogLevel.Error || string.IsNullOrWhiteSpace(message)) return;
        lock (Gate)
        {
            Errors.Enqueue(message.Trim());
            while (Errors.Count > MaxErrors) Errors.Dequeue();
        }
    }
}
