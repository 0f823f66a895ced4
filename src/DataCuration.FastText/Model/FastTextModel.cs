using System.Text;

namespace DataCuration.FastText;

/// <summary>
/// A fastText model: a text classifier or word vectors. Reads files of format 11 and 12: <c>.bin</c>, and quantised <c>.ftz</c> with or without a pruned
/// dictionary. Predictions are bit-identical to those of fastText 0.9.2 if the platform's exponential function is the same. Immutable and thread-safe; each
/// thread needs its own <see cref="FastTextScratch"/>.
/// </summary>
public sealed class FastTextModel : IArtifact
{
    private readonly FastTextOutputLayer? layer;
    private readonly Lazy<FastTextNeighbours> neighbours;
    private readonly Lazy<string> fingerprint;

    internal FastTextModel(FastTextArguments arguments, FastTextDictionary dictionary, FastTextMatrix input, FastTextMatrix output, string? fingerprint = null)
    {
        Arguments = arguments;
        Dictionary = dictionary;
        Input = input;
        Output = output;
        if (Kind == FastTextModelKind.Supervised) layer = new(output, arguments.Loss, dictionary);
        Labels = [.. Enumerable.Range(0, dictionary.LabelCounts.Length).Select(dictionary.Label)];
        neighbours = new(() => new(this));
        this.fingerprint = new(() => fingerprint ?? FastTextModelFile.Write(this, Stream.Null));
    }

    /// <summary>The kind of the model: a classifier or word vectors.</summary>
    public FastTextModelKind Kind => Arguments.Model;

    /// <summary>The labels without the prefix <c>__label__</c>, in the file's order: frequent labels first.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The number of dimensions.</summary>
    public int Dimension => Arguments.Dimension;

    /// <summary>The loss function, which determines how scores become probabilities.</summary>
    public FastTextLoss Loss => Arguments.Loss;

    /// <summary>Gets a value indicating whether the model is quantised (a <c>.ftz</c> file).</summary>
    public bool IsQuantized => Input is QuantizedMatrix;

    /// <summary>The number of words in the dictionary.</summary>
    public int WordCount => Dictionary.Words;

    /// <summary>The number of rows of the input matrix: words, then buckets of n-grams.</summary>
    public long InputRows => Input.Rows;

    /// <summary>The number of rows of the output matrix.</summary>
    public long OutputRows => Output.Rows;

    /// <summary>A hash of the model's file: 32 hexadecimal digits.</summary>
    public string Fingerprint => fingerprint.Value;

    internal FastTextArguments Arguments { get; }

    internal FastTextDictionary Dictionary { get; }

    internal FastTextMatrix Input { get; }

    internal FastTextMatrix Output { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not a valid fastText model. The message names file, field and position.</exception>
    public static FastTextModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = ModelPath.OpenModel(path);
        return Load(stream, path);
    }

    /// <summary>Reads a model from a stream.</summary>
    /// <param name="stream">The stream, at its start. It needs no buffer, but a length.</param>
    /// <param name="name">The name of the file, for messages.</param>
    /// <exception cref="InvalidDataException">The stream is not a valid fastText model. The message names file, field and position.</exception>
    public static FastTextModel Load(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return FastTextModelFile.Read(new FastTextFileReader(stream, name));
    }

    /// <summary>Finds the most likely labels of a text.</summary>
    /// <param name="utf8Text">
    /// The text in UTF-8. It is read as one line: line ends only separate words, and the end-of-line word is added. As in fastText, text after a word
    /// <c>&lt;/s&gt;</c> is not read.
    /// </param>
    /// <param name="predictions">Receives the labels, best first. Its length is the maximum number of labels.</param>
    /// <param name="scratch">The thread's buffers.</param>
    /// <param name="threshold">The minimum probability of a label. Default: 0.</param>
    /// <returns>The number of labels found; 0 if the text has no feature that the model knows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is NaN.</exception>
    /// <exception cref="InvalidOperationException">The model is not a classifier.</exception>
    public int Predict(ReadOnlySpan<byte> utf8Text, Span<FastTextPrediction> predictions, FastTextScratch scratch, float threshold = 0)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        if (float.IsNaN(threshold)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, null);
        FastTextOutputLayer layer = RequireClassifier();
        if (predictions.IsEmpty) return 0;
        int wanted = Math.Min(predictions.Length, Labels.Count);
        scratch.Reserve(Dimension, Labels.Count, wanted);
        Span<float> hidden = scratch.Hidden.AsSpan(0, Dimension);
        return TryEmbed(utf8Text, hidden, scratch) ? Predict(layer, hidden, predictions, scratch, wanted, threshold) : 0;
    }

    /// <summary>
    /// Finds the most likely labels of a text. For many texts use the overload with a <see cref="FastTextScratch"/>, which does not allocate.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="count">The maximum number of labels, 1 or more. Default: 1.</param>
    /// <param name="threshold">The minimum probability of a label. Default: 0.</param>
    /// <exception cref="InvalidOperationException">The model is not a classifier.</exception>
    public IReadOnlyList<FastTextPrediction> Predict(string text, int count = 1, float threshold = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var predictions = new FastTextPrediction[Math.Min(count, Labels.Count)];
        int found = Predict(Encoding.UTF8.GetBytes(text), predictions, new FastTextScratch(), threshold);
        return predictions[..found];
    }

    /// <summary>
    /// Computes the probabilities of all labels. Unlike those of <see cref="FastTextPrediction"/>, they do not have 1e-5 added. With softmax and
    /// hierarchical softmax they add up to 1.
    /// </summary>
    /// <param name="utf8Text">
    /// The text in UTF-8, read as in <see cref="Predict(ReadOnlySpan{byte}, Span{FastTextPrediction}, FastTextScratch, float)"/>.
    /// </param>
    /// <param name="probabilities">Receives the probabilities in the order of <see cref="Labels"/>. Its length must be the number of labels.</param>
    /// <param name="scratch">The thread's buffers.</param>
    /// <returns>False if the text has no feature that the model knows; then nothing is written.</returns>
    /// <exception cref="InvalidOperationException">The model is not a classifier.</exception>
    public bool TryGetProbabilities(ReadOnlySpan<byte> utf8Text, Span<float> probabilities, FastTextScratch scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        FastTextOutputLayer layer = RequireClassifier();
        if (probabilities.Length != Labels.Count)
            throw new ArgumentException($"The model has {Labels.Count} labels, but there is room for {probabilities.Length}.", nameof(probabilities));
        scratch.Reserve(Dimension, Labels.Count, 0);
        Span<float> hidden = scratch.Hidden.AsSpan(0, Dimension);
        if (!TryEmbed(utf8Text, hidden, scratch)) return false;
        layer.WriteProbabilities(hidden, probabilities);
        return true;
    }

    /// <summary>
    /// Returns the rows of the input matrix whose mean is the vector of a text: words, their character n-grams and word n-grams, in fastText's order. A row
    /// can occur several times.
    /// </summary>
    /// <param name="utf8Text">
    /// The text in UTF-8, read as in <see cref="Predict(ReadOnlySpan{byte}, Span{FastTextPrediction}, FastTextScratch, float)"/>.
    /// </param>
    /// <param name="rows">The list to which the rows are appended.</param>
    public void GetFeatures(ReadOnlySpan<byte> utf8Text, List<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var sink = new RowList(rows);
        Dictionary.Read(utf8Text, [], ref sink);
    }

    /// <summary>
    /// Computes the vector of a word: the mean of the rows of the word and its character n-grams. The vector is zero if the model knows neither.
    /// </summary>
    /// <param name="utf8Word">The word in UTF-8.</param>
    /// <param name="vector">Receives the vector; its length is <see cref="Dimension"/>.</param>
    public void GetWordVector(ReadOnlySpan<byte> utf8Word, Span<float> vector)
    {
        RequireDimension(vector);
        int id = Dictionary.Find(utf8Word, FastTextHash.Compute(utf8Word));
        vector.Clear();
        var sum = new RowSum(Input, vector);
        Dictionary.AddWord(utf8Word, id < Dictionary.Words ? id : -1, ref sum);
        if (sum.Count > 0) FastTextKernels.Scale(vector, (float)(1.0 / sum.Count));
    }

    /// <summary>
    /// Computes the vector of a text as <c>print-sentence-vectors</c> does. In a classifier it is the mean of the rows of its features. In a model of word
    /// vectors it is the mean of its words' vectors, each normalised to length 1. The vector is zero if the model knows no feature of the text.
    /// </summary>
    /// <param name="utf8Text">The text in UTF-8, read as one line.</param>
    /// <param name="vector">Receives the vector; its length is <see cref="Dimension"/>.</param>
    /// <param name="scratch">The thread's buffers.</param>
    public void GetSentenceVector(ReadOnlySpan<byte> utf8Text, Span<float> vector, FastTextScratch scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        RequireDimension(vector);
        if (Kind == FastTextModelKind.Supervised) TryEmbed(utf8Text, vector, scratch);
        else FastTextNeighbours.AverageWords(this, utf8Text, vector, scratch);
    }

    /// <summary>Finds the words with the highest cosine similarity to a word (<c>nn</c>), best first, without the word itself.</summary>
    /// <param name="word">The word. If the model has character n-grams, it need not be in the dictionary.</param>
    /// <param name="count">The number of words, 1 or more. Default: 10.</param>
    /// <returns>The words and their cosine similarities.</returns>
    public IReadOnlyList<(string Word, float Similarity)> GetNearestNeighbours(string word, int count = 10)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return neighbours.Value.Find(Encoding.UTF8.GetBytes(word), count);
    }

    /// <summary>
    /// Writes the model atomically, in the format of fastText 0.9.2: a <c>.bin</c> file, or a <c>.ftz</c> file if the model is quantised. The extension is
    /// not added.
    /// </summary>
    /// <param name="path">The file. An existing file is replaced.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => FastTextModelFile.Write(this, stream));
    }

    /// <summary>
    /// Writes the vectors of all words as text, in the format of the C++ program's <c>.vec</c> files. The first line has their number and dimension. Each
    /// further line has a word and its numbers with five digits.
    /// </summary>
    /// <param name="path">The file. An existing file is replaced.</param>
    public void SaveVectors(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => FastTextVectorFile.WriteWords(this, stream));
    }

    /// <summary>
    /// Writes the output matrix as text, as the C++ program does with <c>-saveOutput</c>: one line for each label, or for each word in a model of word
    /// vectors.
    /// </summary>
    /// <param name="path">The file. An existing file is replaced.</param>
    /// <exception cref="InvalidOperationException">The model is quantised.</exception>
    public void SaveOutputVectors(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (IsQuantized) throw new InvalidOperationException("The output vectors of a quantised model cannot be written.");
        AtomicFile.Write(path, stream => FastTextVectorFile.WriteOutput(this, stream));
    }

    /// <summary>Writes the model to a stream, in the format of <see cref="Save"/>.</summary>
    /// <param name="stream">Receives the model; it stays open.</param>
    /// <returns>The <see cref="Fingerprint"/> of what was written.</returns>
    public string Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return FastTextModelFile.Write(this, stream);
    }

    /// <summary>Copies a row of the input matrix: a word, or a bucket of character and word n-grams. Quantised rows are decoded.</summary>
    /// <param name="row">The row, below <see cref="InputRows"/>, as <see cref="GetFeatures"/> returns it.</param>
    /// <param name="vector">Receives the row; its length is <see cref="Dimension"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void CopyInputRow(int row, Span<float> vector) => CopyRow(Input, row, vector);

    /// <summary>
    /// Copies a row of the output matrix: a label's, or an inner node's of the label tree with hierarchical softmax. Quantised rows are decoded.
    /// </summary>
    /// <param name="row">The row, below <see cref="OutputRows"/>.</param>
    /// <param name="vector">Receives the row; its length is <see cref="Dimension"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void CopyOutputRow(int row, Span<float> vector) => CopyRow(Output, row, vector);

    /// <summary>Gets each label's path to the root of the Huffman tree that hierarchical softmax uses.</summary>
    /// <returns>
    /// For each label the inner nodes on its path, from leaf to root: the node's output row where the path is the right branch (target 1), and its bitwise
    /// complement where it is the left branch (target 0).
    /// </returns>
    /// <exception cref="InvalidOperationException">The model is not a classifier with hierarchical softmax.</exception>
    /// <exception cref="InvalidDataException">The label counts make a tree too deep for any real text.</exception>
    public IReadOnlyList<IReadOnlyList<int>> GetLabelPaths()
    {
        RequireClassifier();
        if (Loss != FastTextLoss.HierarchicalSoftmax) throw new InvalidOperationException($"A model with loss {Loss} has no label tree.");
        return new FastTextTree(Dictionary.LabelCounts).Paths();
    }

    /// <summary>Returns a label with its prefix, as in the model file.</summary>
    internal string FullLabel(int label) => Encoding.UTF8.GetString(Dictionary.Entries[Dictionary.Words + label]);

    /// <summary>Finds the most likely labels of a text, given its rows.</summary>
    internal int Predict(ReadOnlySpan<int> rows, Span<FastTextPrediction> predictions, FastTextScratch scratch, float threshold)
    {
        FastTextOutputLayer layer = RequireClassifier();
        int wanted = Math.Min(predictions.Length, Labels.Count);
        scratch.Reserve(Dimension, Labels.Count, wanted);
        Span<float> hidden = scratch.Hidden.AsSpan(0, Dimension);
        hidden.Clear();
        foreach (int row in rows) Input.AddRow(row, hidden);
        FastTextKernels.Scale(hidden, (float)(1.0 / rows.Length));
        return Predict(layer, hidden, predictions, scratch, wanted, threshold);
    }

    private static int Predict(FastTextOutputLayer layer, ReadOnlySpan<float> hidden, Span<FastTextPrediction> predictions,
        FastTextScratch scratch, int wanted, float threshold)
    {
        var best = new BestLabels(scratch.Best.AsSpan(0, wanted + 1));
        layer.FindBest(hidden, threshold, scratch, ref best);
        ReadOnlySpan<(float Score, int Label)> sorted = best.Sort();
        for (int i = 0; i < sorted.Length; i++) predictions[i] = new(sorted[i].Label, MathF.Exp(sorted[i].Score));
        return sorted.Length;
    }

    private FastTextOutputLayer RequireClassifier() =>
        layer ?? throw new InvalidOperationException($"A model of word vectors ({Kind}) has no labels to predict.");

    private void CopyRow(FastTextMatrix matrix, int row, Span<float> vector)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, matrix.Rows);
        RequireDimension(vector);
        matrix.CopyRow(row, vector);
    }

    private void RequireDimension(ReadOnlySpan<float> vector)
    {
        if (vector.Length != Dimension)
            throw new ArgumentException($"Vectors have {Dimension} numbers, but there is room for {vector.Length}.", nameof(vector));
    }

    /// <summary>Computes the mean of the rows of a text's features. Returns false if the text has no features.</summary>
    private bool TryEmbed(ReadOnlySpan<byte> text, Span<float> hidden, FastTextScratch scratch)
    {
        hidden.Clear();
        var sum = new RowSum(Input, hidden);
        Dictionary.Read(text, scratch.WordHashes, ref sum);
        if (sum.Count == 0) return false;
        FastTextKernels.Scale(hidden, (float)(1.0 / sum.Count));
        return true;
    }

    private readonly struct RowList(List<int> rows) : IFeatureSink
    {
        public void Add(int row) => rows.Add(row);
    }

    private ref struct RowSum(FastTextMatrix matrix, Span<float> sum) : IFeatureSink
    {
        private readonly Span<float> sum = sum;

        public long Count { get; private set; }

        public void Add(int row)
        {
            matrix.AddRow(row, sum);
            Count++;
        }
    }
}
