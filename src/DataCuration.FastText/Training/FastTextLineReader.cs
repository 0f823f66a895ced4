using System.Runtime.InteropServices;

namespace DataCuration.FastText;

/// <summary>Reads a training text line by line as rows of the input matrix (dictionary.cc, getLine); behind the last line comes the first.</summary>
internal sealed class FastTextLineReader(FastTextTokenReader reader, FastTextDictionary dictionary, FastTextArguments arguments, byte[] labelPrefix)
{
    /// <summary>The words after which a line of a text for word vectors is cut (MAX_LINE_SIZE).</summary>
    private const int MaxWords = 1024;

    /// <summary>A longer line of a classifier's text would take too much memory.</summary>
    private const int MaxTokens = 1 << 24;
    private readonly List<int> rows = [], labels = [], hashes = [];

    /// <summary>The rows of the line read last; for word vectors its words.</summary>
    public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(rows);

    /// <summary>Its labels.</summary>
    public ReadOnlySpan<int> Labels => CollectionsMarshal.AsSpan(labels);

    /// <summary>Reads a line with labels; gives how many words it has, known or not.</summary>
    public int ReadText()
    {
        Begin();
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

    /// <summary>Reads a line for word vectors, of which frequent words are left out at random; gives how many known words it had.</summary>
    /// <param name="random">The thread's random numbers.</param>
    /// <param name="keep">The probability of each word to be kept.</param>
    public int ReadWords(MinStdRandom random, float[] keep)
    {
        Begin();
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

    private void Begin()
    {
        rows.Clear();
        if (reader.Ended) reader.Seek(0);
    }

    private readonly struct RowList(List<int> rows) : IFeatureSink
    {
        public void Add(int row) => rows.Add(row);
    }
}
