using System.Text;
using LLama;
using LLama.Common;
using LLama.Native;

namespace DataCuration.LocalModels.Tests.Export;

/// <summary>A GGUF file in llama.cpp, with keys and values in 32 bits, so that its logits have the precision of the weights.</summary>
internal sealed class LlamaCpp : IDisposable
{
    private readonly LLamaWeights weights;
    private readonly LLamaContext context;
    private readonly LLamaBatch batch = new();
    private int position;

    public LlamaCpp(string path, int contextLength)
    {
        var parameters = new ModelParams(path)
        {
            ContextSize = (uint)contextLength,
            GpuLayerCount = 0,
            Threads = 1,
            BatchThreads = 1,
            TypeK = GGMLType.GGML_TYPE_F32,
            TypeV = GGMLType.GGML_TYPE_F32,
            FlashAttention = false,
        };
        weights = LLamaWeights.LoadFromFile(parameters);
        context = weights.CreateContext(parameters);
    }

    /// <summary>Reads tokens after those that were read before, and returns the logits after the last one.</summary>
    public float[] Read(ReadOnlySpan<int> tokens)
    {
        batch.Clear();
        for (int i = 0; i < tokens.Length; i++) batch.Add((LLamaToken)tokens[i], (LLamaPos)(position + i), LLamaSeqId.Zero, i == tokens.Length - 1);
        Assert.Equal(DecodeResult.Ok, context.Decode(batch));
        position += tokens.Length;
        return context.NativeHandle.GetLogitsIth(tokens.Length - 1).ToArray();
    }

    /// <summary>Forgets all tokens.</summary>
    public void Clear()
    {
        context.NativeHandle.MemoryClear();
        position = 0;
    }

    /// <summary>Returns the tokens of a text.</summary>
    public int[] Tokenize(string text, bool addsBegin, bool special) =>
        [.. weights.Tokenize(text, addsBegin, special, Encoding.UTF8).Select(token => (int)token)];

    public void Dispose()
    {
        context.Dispose();
        weights.Dispose();
    }
}
