using System.IO.Hashing;
using System.Numerics.Tensors;

namespace DataCuration.Experiments.Select;

/// <summary>
/// Vectors of hashed words and pairs of words, in which texts with the same words are near each other (Weinberger et al. 2009, "Feature hashing for large
/// scale multitask learning"). It needs no model, and knows nothing of meaning.
/// </summary>
internal sealed class HashedWordEmbedder : ITextEmbedder
{
    private const int Version = 1;

    public string Name => "hashed words";

    public int Dimension => 256;

    public int BatchSize => 1;

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("embedder", Name);
        writer.Add("version", Version);
        writer.Add("dimension", Dimension);
    }

    public void Embed(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> vectors)
    {
        if (vectors.Length != utf8Texts.Length * Dimension)
            throw new ArgumentException($"{utf8Texts.Length} texts need {utf8Texts.Length * Dimension} numbers, not {vectors.Length}.", nameof(vectors));
        for (int i = 0; i < utf8Texts.Length; i++) Embed(utf8Texts[i].Span, vectors.Slice(i * Dimension, Dimension));
    }

    private static void Embed(ReadOnlySpan<byte> text, Span<float> vector)
    {
        vector.Clear();
        ulong before = 0;
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            // Letters and digits of ASCII, in lower case, and all other characters make words.
            bool isWord = i < text.Length && (text[i] >= 0x80 || char.IsAsciiLetterOrDigit((char)text[i]));
            if (isWord && start < 0) start = i;
            if (isWord || start < 0) continue;
            ulong word = Hash(text[start..i]);
            Add(vector, word);
            if (before != 0) Add(vector, SeededRandom.Mix(before ^ SeededRandom.Mix(word)));
            before = word;
            start = -1;
        }
        // Square roots of counts: a word that is repeated a hundred times is not a hundred times as telling.
        for (int i = 0; i < vector.Length; i++) vector[i] = MathF.CopySign(MathF.Sqrt(MathF.Abs(vector[i])), vector[i]);
        float norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 0) TensorPrimitives.Divide(vector, norm, vector);
        else vector.Fill(float.NaN);
    }

    private static void Add(Span<float> vector, ulong hash) => vector[(int)(hash % (ulong)vector.Length)] += (hash >> 63) == 0 ? 1 : -1;

    private static ulong Hash(ReadOnlySpan<byte> word)
    {
        Span<byte> lower = stackalloc byte[64];
        word = word[..Math.Min(word.Length, lower.Length)];
        for (int i = 0; i < word.Length; i++) lower[i] = word[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(word[i] | 0x20) : word[i];
        return XxHash3.HashToUInt64(lower[..word.Length]);
    }
}
