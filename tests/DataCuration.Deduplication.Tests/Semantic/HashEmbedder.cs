using System.IO.Hashing;

namespace DataCuration.Deduplication.Tests.Semantic;

/// <summary>Vectors that depend on the first letters of a text. An empty text has none.</summary>
internal sealed class HashEmbedder : ITextEmbedder
{
    public string Name => "hash";

    public int Dimension => 5;

    public int BatchSize => 7;

    public void Describe(FingerprintWriter writer) => writer.Add("embedder", "hash");

    public void Embed(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> vectors)
    {
        for (int i = 0; i < utf8Texts.Length; i++)
        {
            var random = new SeededRandom(XxHash3.HashToUInt64(utf8Texts[i].Span));
            foreach (ref float value in vectors.Slice(i * Dimension, Dimension)) value = utf8Texts[i].IsEmpty ? float.NaN : (float)(random.NextDouble() - 0.5);
        }
    }
}
