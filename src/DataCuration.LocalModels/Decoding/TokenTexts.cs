using LLama;
using LLama.Native;

namespace DataCuration.LocalModels;

/// <summary>The bytes of a model's tokens, and the tokens that end an answer.</summary>
internal sealed class TokenTexts(LLamaWeights weights)
{
    private readonly byte[]?[] bytes = new byte[weights.Vocab.Count][];
    private readonly bool[] ends = [.. Enumerable.Range(0, weights.Vocab.Count).Select(id => ((LLamaToken)id).IsEndOfGeneration(weights.Vocab))];

    public bool EndsAnswer(int token) => ends[token];

    /// <summary>Returns the bytes of a token; none for special tokens.</summary>
    public ReadOnlySpan<byte> BytesOf(int token) => bytes[token] ??= Read(token);

    private byte[] Read(int token)
    {
        Span<byte> buffer = stackalloc byte[256];
        // Negative, or the length that is needed, if the buffer is too small.
        int length = Math.Abs(unchecked((int)weights.NativeHandle.TokenToSpan(token, buffer, 0, special: false)));
        if (length <= buffer.Length) return buffer[..length].ToArray();
        var large = new byte[length];
        weights.NativeHandle.TokenToSpan(token, large, 0, special: false);
        return large;
    }
}
