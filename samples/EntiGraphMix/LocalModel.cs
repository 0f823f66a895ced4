using DataCuration;
using DataCuration.LanguageModels;
using LLama;
using LLama.Abstractions;
using LLama.Common;
using LLama.Native;
using Microsoft.Extensions.AI;

namespace EntiGraphMix;

/// <summary>A model in a GGUF file, run by llama.cpp in this process. Messages are rendered with the chat template in the file.</summary>
internal sealed class LocalModel : IDisposable
{
    private const uint ContextTokens = 8_192;
    private readonly LLamaWeights weights;
    private readonly ChatClientPool pool;

    private LocalModel(LLamaWeights weights, ChatClientPool pool)
    {
        this.weights = weights;
        this.pool = pool;
    }

    /// <summary>Answers one call for each context at once.</summary>
    public IChatClient Client => pool;

    /// <summary>Loads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contexts">The number of calls at once.</param>
    public static LocalModel Load(string path, int contexts)
    {
        if (!File.Exists(path)) throw new CurationException($"There is no GGUF file at '{path}'.");
        NativeLibraryConfig.All.WithLogCallback((_, _) => { });
        var parameters = new ModelParams(path) { ContextSize = ContextTokens };
        LLamaWeights weights = LLamaWeights.LoadFromFile(parameters);
        return new(weights, new ChatClientPool([.. Enumerable.Range(0, contexts)
            .Select(_ => new StatelessExecutor(weights, parameters) { ApplyTemplate = true }.AsChatClient())]));
    }

    public void Dispose()
    {
        pool.Dispose();
        weights.Dispose();
    }
}
