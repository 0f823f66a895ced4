using System.Runtime.InteropServices;

namespace DataCuration.FastText;

/// <summary>
/// Reads a training text line by line and returns rows of the input matrix (dictionary.cc, getLine). After the last line it starts again with the first.
/// </summary>
internal sealed class FastTextLineReader(FastTextTokenReader reader, FastTextDictionary dictionary, FastTextArguments arguments, byte[] labelPrefix)
{
    /// <summary>The number of words after which a line for word vectors is cut (MAX_LINE_SIZE).</summary>
    private const int MaxWords = 1024;

    /// <summary>The maximum number of words in a line for a classifier, which limits the memory.</summary>
    private const int MaxTokens = 1 << 24;

    private readonly List<int> rows = [], labels = [], hashes = [];

    /// <summary>The rows of the current line; for word vectors, only the rows of its words.</summary>
    public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(rows);

    /// <summary>The labels of the current line.</summary>
    public ReadOnlySpan<int> Labels => CollectionsMarshal.AsSpan(labels);

    /// <summary>Reads a line with labels. Returns the number of its words, known and unknown.</summary>
    public int ReadText()
    {
        StartLine();
        labels.Clear();
        hashes.Clear();
        var sink = new RowList(rows);
        int tokens = 0;
        while (reader.TryRead(out ReadOnlySpan<byte> word, out uint hash))
        {
            if (++tokens > MaxTokens) throw new InvalidDataException($"A line has more than {MaxTokens} words.");
            int id = dictionary.Find(word, hash);
            if (id >= dictionary.Words) labels.Add(id - dictionary.Words);
            else if (id >= 0 || !word.StartsWith(labelPrefix))
            {
                dictionary.AddWord(word, id, ref sink);
                if (arguments.WordNGrams > 1) hashes.Add(unchecked((int)hash));
            }
            if (word.SequenceEqual(FastTextTokenReader.EndOfLine)) break;
        }
        if (arguments.WordNGrams > 1) dictionary.AddWordNGrams(hashes, ref sink);
        return tokens;
    }

    /// <summary>Reads a line for word vectors and drops frequent words at random. Returns the number of known words, including the dropped ones.</summary>
    /// <param name="random">The thread's random numbers.</param>
    /// <param name="keep">The probability of keeping each word.</param>
    public int ReadWords(MinStdRandom random, float[] keep)
    {
        StartLine();
        int tokens = 0;
        while (reader.TryRead(out ReadOnlySpan<byte> word, out uint hash))
        {
            int id = dictionary.Find(word, hash);
            if (id < 0) continue;
            tokens++;
            if (id < dictionary.Words && (float)random.Canonical() <= keep[id]) rows.Add(id);
            if (tokens > MaxWords || word.SequenceEqual(FastTextTokenReader.EndOfLine)) break;
        }
        return tokens;
    }

    private void StartLine()
    {
        rows.Clear();
        if (reader.Ended) reader.Seek(0);
    }

    private readonly struct RowList(List<int> rows) : IFeatureSink
    {
        public void Add(int row) => rows.Add(row);
    }
}
