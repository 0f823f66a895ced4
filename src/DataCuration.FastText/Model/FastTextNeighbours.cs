using System.Buffers;
using System.Text;

namespace DataCuration.FastText;

/// <summary>Finds nearest neighbours among the vectors of all words, which are normalised to length 1.</summary>
internal sealed class FastTextNeighbours
{
    private static readonly SearchValues<byte> Spaces = SearchValues.Create(" \n\r\t\v\f"u8);
    private readonly FastTextModel model;
    private readonly float[] vectors;

    public FastTextNeighbours(FastTextModel model)
    {
        this.model = model;
        vectors = new float[checked(model.WordCount * model.Dimension)];
        for (int word = 0; word < model.WordCount; word++)
        {
            Span<float> vector = vectors.AsSpan(word * model.Dimension, model.Dimension);
            model.GetWordVector(model.Dictionary.Entries[word], vector);
            float norm = Norm(vector);
            if (norm > 0) FastTextKernels.Scale(vector, (float)(1.0 / norm));
        }
    }

    public IReadOnlyList<(string Word, float Similarity)> Find(ReadOnlySpan<byte> word, int count)
    {
        var query = new float[model.Dimension];
        model.GetWordVector(word, query);
        float norm = Norm(query);
        if (norm < 1e-8f) norm = 1;
        int wanted = Math.Min(count, model.WordCount), self = model.Dictionary.Find(word, FastTextHash.Compute(word));
        var best = new BestLabels(new (float, int)[wanted + 1]);
        for (int i = 0; i < model.WordCount; i++)
        {
            if (i == self) continue;
            float similarity = FastTextKernels.Dot(vectors.AsSpan(i * model.Dimension, model.Dimension), query) / norm;
            if (!best.Refuses(similarity)) best.Add(similarity, i);
        }
        var result = new List<(string, float)>();
        foreach ((float score, int index) in best.Sort()) result.Add((Encoding.UTF8.GetString(model.Dictionary.Entries[index]), score));
        return result;
    }

    /// <summary>Computes the mean of the vectors of a text's words, each normalised to length 1. Words with a zero vector are ignored.</summary>
    public static void AverageWords(FastTextModel model, ReadOnlySpan<byte> text, Span<float> mean, FastTextScratch scratch)
    {
        mean.Clear();
        scratch.Reserve(model.Dimension, 0, 0);
        Span<float> vector = scratch.Hidden.AsSpan(0, model.Dimension);
        int count = 0;
        while (true)
        {
            int begin = text.IndexOfAnyExcept(Spaces);
            if (begin < 0) break;
            text = text[begin..];
            int end = text.IndexOfAny(Spaces);
            ReadOnlySpan<byte> word = end < 0 ? text : text[..end];
            text = text[word.Length..];
            model.GetWordVector(word, vector);
            float norm = Norm(vector);
            if (norm <= 0) continue;
            FastTextKernels.Scale(vector, (float)(1.0 / norm));
            FastTextKernels.Add(vector, mean);
            count++;
        }
        if (count > 0) FastTextKernels.Scale(mean, (float)(1.0 / count));
    }

    private static float Norm(ReadOnlySpan<float> vector) => MathF.Sqrt(FastTextKernels.Dot(vector, vector));
}
