using System.Buffers.Text;
using System.Globalization;

namespace DataCuration.FastText;

/// <summary>Word vectors from a text file. The file has their number and dimension, then each word and its numbers, all separated by white space.</summary>
internal sealed class PretrainedVectors
{
    private readonly List<byte[]> words = [];
    private readonly List<float[]> vectors = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or has another dimension.</exception>
    public static PretrainedVectors Read(Stream stream, string name, int dimension, CancellationToken cancellationToken)
    {
        using var reader = new FastTextTokenReader(stream);
        long count = ReadCount(reader, name), columns = ReadCount(reader, name);
        if (columns != dimension) throw new InvalidDataException($"{name} has vectors of dimension {columns}, not {dimension}.");
        var result = new PretrainedVectors();
        for (long i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!TryRead(reader, out ReadOnlySpan<byte> word)) throw Invalid(name, $"ends after {i} of {count} vectors");
            byte[] owned = word.ToArray();
            var vector = new float[dimension];
            for (int j = 0; j < dimension; j++)
            {
                if (!TryRead(reader, out ReadOnlySpan<byte> number)) throw Invalid(name, $"ends within vector {i + 1}");
                if (!float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out vector[j]) || !float.IsFinite(vector[j]))
                    throw Invalid(name, $"has no valid number at position {j + 1} of vector {i + 1}");
            }
            result.words.Add(owned);
            result.vectors.Add(vector);
        }
        return result;
    }

    public void AddTo(FastTextVocabulary vocabulary)
    {
        foreach (byte[] word in words) vocabulary.Add(word, FastTextHash.Compute(word));
    }

    public void CopyTo(DenseMatrix matrix, FastTextDictionary dictionary)
    {
        for (int i = 0; i < words.Count; i++)
        {
            int id = dictionary.Find(words[i], FastTextHash.Compute(words[i]));
            if (id >= 0 && id < dictionary.Words) vectors[i].CopyTo(matrix.Values.AsSpan(checked(id * matrix.Columns), matrix.Columns));
        }
    }

    private static InvalidDataException Invalid(string name, string why) => new($"{name} is not a valid file of word vectors: it {why}.");

    private static long ReadCount(FastTextTokenReader reader, string name) =>
        TryRead(reader, out ReadOnlySpan<byte> word) && Utf8Parser.TryParse(word, out long value, out int used) && used == word.Length && value >= 0 ? value
            : throw Invalid(name, "does not begin with the number of vectors and their dimension");

    /// <summary>Reads the next word and skips line ends.</summary>
    private static bool TryRead(FastTextTokenReader reader, out ReadOnlySpan<byte> word)
    {
        while (reader.TryRead(out word, out _))
            if (!reader.IsLineEnd) return true;
        return false;
    }
}
