using DataCuration.LanguageModels;
using DataCuration.LocalModels.Tests.Gguf;
using DataCuration.TestKit;
using LLama;
using LLama.Abstractions;
using LLama.Common;
using LLama.Native;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(DataCuration.LocalModels.Tests.LocalModel))]

namespace DataCuration.LocalModels.Tests;

/// <summary>llama.cpp with the weights of <see cref="TinyLlama"/>, loaded once.</summary>
public sealed class LocalModel : IDisposable
{
    /// <summary>The most tokens of prompt and answer.</summary>
    public const int Context = 2_048;

    private readonly TemporaryFolder folder = new();
    private readonly LLamaWeights? weights;
    private readonly ModelParams parameters;
    private readonly string? missing;

    public LocalModel()
    {
        NativeLibraryConfig.All.WithLogCallback((_, _) => { });
        string path = folder["tiny.gguf"];
        TinyLlama.Write(path, Context);
        parameters = new ModelParams(path) { ContextSize = Context, GpuLayerCount = 0, Threads = 1 };
        try
        {
            weights = LLamaWeights.LoadFromFile(parameters);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException)
        {
            missing = e.GetBaseException().Message;
        }
    }

    /// <summary>Skips a test where llama.cpp cannot be loaded.</summary>
    public void Require() => Assert.SkipWhen(missing is not null, $"llama.cpp cannot be loaded; it needs libgomp (Debian's package libgomp1): {missing}");

    /// <summary>Makes clients that keep nothing from one call to the next, and render the messages with the model's chat template.</summary>
    /// <param name="count">The number of clients. An executor of llama.cpp answers one call at a time.</param>
    public ChatClientPool Pool(int count = 2) =>
        new([.. Enumerable.Range(0, count).Select(_ => new StatelessExecutor(weights!, parameters) { ApplyTemplate = true }.AsChatClient())]);

    /// <summary>Makes an endpoint for two clients. The caller disposes it.</summary>
    public LanguageModelEndpoint Endpoint(EndpointOptions? options = null) => new(Pool(),
        (options ?? new EndpointOptions { MaxTries = 2, RetryDelay = TimeSpan.FromMilliseconds(2) }) with { Model = "tiny", MaxConcurrency = 2 },
        logger: NullLogger.Instance);

    public void Dispose()
    {
        weights?.Dispose();
        folder.Dispose();
    }
}
