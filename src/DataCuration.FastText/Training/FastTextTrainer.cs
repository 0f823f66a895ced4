using System.Text;

namespace DataCuration.FastText;

/// <summary>
/// Trains fastText models: classifiers (Joulin et al. 2017) and word vectors (Bojanowski et al. 2017). Text is read as the C++ program reads it: a line is
/// an example, white space separates words, and words that begin with the label prefix are labels. With one thread, the same text and options give the same
/// bytes as fastText 0.9.2 with <c>-thread 1</c>, on every machine with the same exponential function. Several threads share the matrices without locks, so
/// the bytes differ from run to run.
/// </summary>
/// <example>
/// <code>
/// using DataCuration.FastText;
///
/// // One example per line: "__label__good some text".
/// FastTextModel model = FastTextTrainer.Train("pages.txt", new() { WordNGrams = 2, Epochs = 5, LearningRate = 0.5 });
/// model.Save("pages.bin");
/// </code>
/// </example>
public static class FastTextTrainer
{
    /// <summary>Trains on a file.</summary>
    /// <param name="path">A text file. It is read once for the vocabulary and once for each epoch.</param>
    /// <param name="options">The options; null for a classifier with the defaults.</param>
    /// <param name="progress">Receives about 200 progress reports, on the first training thread.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="FileNotFoundException">The text, or the file of pretrained vectors, does not exist.</exception>
    /// <exception cref="InvalidDataException">The text has no words or labels to learn, or the pretrained vectors are damaged.</exception>
    /// <exception cref="InvalidOperationException">The training diverged.</exception>
    public static FastTextModel Train(string path, FastTextTrainingOptions? options = null, IProgress<FastTextTrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelPath.RequireText(path);
        return Train(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1), path,
            options ?? new(), progress, cancellationToken);
    }

    /// <summary>Trains on lines. They are first written to a temporary file, because the text is read several times.</summary>
    /// <param name="lines">The lines in UTF-8, with their labels. A line end inside a line counts as a space.</param>
    /// <param name="options">The options; null for a classifier with the defaults.</param>
    /// <param name="progress">Receives about 200 progress reports, on the first training thread.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="FileNotFoundException">The file of pretrained vectors does not exist.</exception>
    /// <exception cref="InvalidDataException">The lines have no words or labels to learn, or the pretrained vectors are damaged.</exception>
    /// <exception cref="InvalidOperationException">The training diverged.</exception>
    public static FastTextModel Train(IEnumerable<ReadOnlyMemory<byte>> lines, FastTextTrainingOptions? options = null,
        IProgress<FastTextTrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (options is not null) ModelPath.RequireVectors(options.PretrainedVectors);
        string path = Path.GetTempFileName();
        try
        {
            using (var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                foreach (ReadOnlyMemory<byte> line in lines)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    ReadOnlySpan<byte> rest = line.Span;
                    for (int end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
                    {
                        stream.Write(rest[..end]);
                        stream.WriteByte((byte)' ');
                        rest = rest[(end + 1)..];
                    }
                    stream.Write(rest);
                    stream.WriteByte((byte)'\n');
                }
            }
            return Train(path, options, progress, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static FastTextModel Train(Func<Stream> open, string name, FastTextTrainingOptions options, IProgress<FastTextTrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        ModelPath.RequireVectors(options.PretrainedVectors); // before the text is read, which may take long
        FastTextArguments arguments = options.ToArguments();
        var schedule = new FastTextSchedule(options.Epochs, options.LearningRate, options.Threads, options.Seed, Encoding.UTF8.GetBytes(options.LabelPrefix));
        (FastTextEntries entries, PretrainedVectors? pretrained) = ReadEntries(open, name, options, cancellationToken);
        FastTextDictionary dictionary = WithFileName(name, () => new FastTextDictionary(entries, arguments));
        var input = new DenseMatrix(MakeArray((long)dictionary.Words + arguments.Buckets, options.Dimension),
            (long)dictionary.Words + arguments.Buckets, options.Dimension);
        Fill(input.Values, (float)(1.0 / options.Dimension), options.Threads, options.Seed);
        pretrained?.CopyTo(input, dictionary);
        int targets = dictionary.TargetCounts.Length;
        var output = new DenseMatrix(MakeArray(targets, options.Dimension), targets, options.Dimension);
        WithFileName(name, () => new FastTextTrainingRun(arguments, dictionary, input, output, open, entries.Tokens, schedule, progress)
            .Run(cancellationToken));
        return new(arguments, dictionary, input, output);
    }

    /// <summary>Reads the words and labels of a training text, and adds the words of the pretrained vectors.</summary>
    internal static FastTextEntries ReadEntries(string path, FastTextTrainingOptions options, CancellationToken cancellationToken) =>
        ReadEntries(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1), path, options, cancellationToken).Entries;

    private static (FastTextEntries Entries, PretrainedVectors? Pretrained) ReadEntries(Func<Stream> open, string name, FastTextTrainingOptions options,
        CancellationToken cancellationToken)
    {
        FastTextVocabulary vocabulary;
        using (var reader = new FastTextTokenReader(open()))
            vocabulary = WithFileName(name, () => FastTextVocabulary.Count(reader, Encoding.UTF8.GetBytes(options.LabelPrefix), cancellationToken));
        vocabulary.Drop(options.MinimumCount, options.MinimumLabelCount);
        PretrainedVectors? pretrained = null;
        if (options.PretrainedVectors is { } file)
        {
            pretrained = PretrainedVectors.Read(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1), file,
                options.Dimension, cancellationToken);
            WithFileName(file, () => pretrained.AddTo(vocabulary));
            vocabulary.Drop(1, 0);
        }
        FastTextEntries entries = vocabulary.ToEntries();
        bool classifier = options.Kind == FastTextModelKind.Supervised;
        if ((classifier ? entries.Count : entries.Words) == 0) throw new InvalidDataException($"{name} contains no word that occurs often enough.");
        if (classifier && entries.Labels == 0) throw new InvalidDataException($"{name} contains no label: no word begins with '{options.LabelPrefix}'.");
        return (entries, pretrained);
    }

    /// <summary>Adds the file name to <see cref="InvalidDataException"/>.</summary>
    internal static T WithFileName<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Cannot train on {name}: {e.Message}", e);
        }
    }

    internal static void WithFileName(string name, Action action) => WithFileName(name, () =>
    {
        action();
        return true;
    });

    private static float[] MakeArray(long rows, int columns) => rows * columns <= Array.MaxLength ? new float[rows * columns]
        : throw new InvalidDataException($"A matrix of {rows} rows and {columns} columns is too large; the maximum is {Array.MaxLength} numbers.");

    /// <summary>
    /// Fills the matrix with random numbers from -bound to bound. As in the original, every thread fills one tenth (densematrix.cc, uniformThread), so with
    /// fewer than ten threads the rest stays 0.
    /// </summary>
    private static void Fill(float[] values, float bound, int threads, int seed)
    {
        long block = values.Length / 10;
        for (int thread = 0; thread < threads; thread++)
        {
            var random = new MinStdRandom((long)thread + seed);
            for (long i = block * thread, end = Math.Min(values.Length, block * (thread + 1L)); i < end; i++)
                values[i] = (float)(random.Canonical() * ((double)bound - -bound) + -bound);
        }
    }
}
