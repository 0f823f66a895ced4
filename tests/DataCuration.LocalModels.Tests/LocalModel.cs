using DataCuration.LanguageModels;
using DataCuration.LocalModels.Tests.Gguf;
using DataCuration.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(DataCuration.LocalModels.Tests.LocalModel))]

namespace DataCuration.LocalModels.Tests;

/// <summary>The model of <see cref="TinyLlama"/>, loaded once.</summary>
public sealed class LocalModel : IDisposable
{
    /// <summary>The most tokens of prompt and answer.</summary>
    public const int Context = 2_048;

    private readonly TemporaryFolder folder = new();
    private readonly LocalModelClient? client;
    private readonly string? missing;

    public LocalModel()
    {
        TinyLlama.Write(folder["tiny.gguf"], Context);
        try
        {
            client = Load(new LocalModelOptions { ModelPath = folder["tiny.gguf"], ContextLength = Context, MaxSequences = 4, Threads = 1 });
        }
        catch (LocalModelException e) when (e.InnerException is TypeInitializationException or DllNotFoundException)
        {
            missing = e.Message;
        }
    }

    /// <summary>The model's file.</summary>
    public string Path => folder["tiny.gguf"];

    /// <summary>The model, which answers four requests at once.</summary>
    public LocalModelClient Client => client!;

    /// <summary>Skips a test where llama.cpp cannot be loaded.</summary>
    public void Require() => Assert.SkipWhen(missing is not null, missing ?? "");

    /// <summary>Makes an endpoint. The caller disposes it.</summary>
    public LanguageModelEndpoint Endpoint(EndpointOptions? options = null) => new(Client,
        (options ?? new EndpointOptions { MaxTries = 2, RetryDelay = TimeSpan.FromMilliseconds(2) }) with { MaxConcurrency = 4 },
        logger: NullLogger.Instance);

    public void Dispose()
    {
        client?.Dispose();
        folder.Dispose();
    }

    private static LocalModelClient Load(LocalModelOptions options) => new(options);
}
