using System.Text;

namespace DataCuration.Selection.Tests;

/// <summary>Vectors and an embedder for tests of transport.</summary>
internal static class TransportVectors
{
    /// <summary>Draws vectors around a centre.</summary>
    public static float[] Random(int count, int dimension, ulong seed, double centre = 0)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count * dimension).Select(_ => (float)(centre + random.NextDouble() - 0.5))];
    }

    public static VectorSet Set(float[] values, int dimension) => VectorSet.FromMemory(values, dimension);

    /// <summary>Embeds the word that a text begins with: equal words are near each other. A text that begins with "none" has no vector.</summary>
    internal sealed class Embedder(int dimension = 4) : ITextEmbedder
    {
        public string Name => "words";

        public int Dimension => dimension;

        public int BatchSize => 8;

        public void Describe(FingerprintWriter writer) => writer.Add("embedder", "words");

        public void Embed(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> vectors)
        {
            for (int i = 0; i < utf8Texts.Length; i++)
            {
                string text = Encoding.UTF8.GetString(utf8Texts[i].Span), word = text.Split(' ')[0];
                var centre = SeededRandom.Create(1, "word", word);
                var own = SeededRandom.Create(2, "text", text);
                Span<float> vector = vectors.Slice(i * dimension, dimension);
                foreach (ref float value in vector)
                    value = word == "none" ? float.NaN : (float)((4 * centre.NextDouble()) + (0.05 * own.NextDouble()));
            }
        }
    }
}
