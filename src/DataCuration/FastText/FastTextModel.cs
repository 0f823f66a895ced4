namespace DataCuration;

/// <summary>
/// A text classifier in the file format of fastText (<c>.bin</c>, and quantised <c>.ftz</c>, with or without pruned dictionary), of format 11 or 12, and its predictions: those of fastText 0.9.2 to the bit, as far as the
/// platform's exponential function agrees. Immutable and thread-safe; each thread brings its own <see cref="FastTextScratch"/>.
/// </summary>
public sealed class FastTextModel
{
    private const int Magic = 793712314;
    private static readonly float[] Sigmoids = MakeSigmoids();
    private readonly FastTextArguments arguments;
    private readonly FastTextDictionary dictionary;
    private readonly FastTextMatrix input, output;
    private readonly FastTextTree? tree;

    private FastTextModel(FastTextFileReader reader)
    {
        int magic = reader.ReadInt32("magic number", int.MinValue, int.MaxValue);
        if (magic != Magic) throw reader.Invalid("magic number", $"{magic}, not {Magic}");
        int version = reader.ReadInt32("version", 11, 12);
        arguments = FastTextArguments.Read(reader, version);
        dictionary = FastTextDictionary.Read(reader, arguments);
        IsQuantized = reader.ReadBoolean("quantization of the input");
        if (!IsQuantized && dictionary.PrunedRows is not null) throw reader.Invalid("quantization of the input", "false in a pruned model");
        input = FastTextMatrix.Read(reader, "input matrix", IsQuantized, arguments);
        if (input.Rows < dictionary.RequiredRows) throw reader.Invalid("input matrix rows", $"{input.Rows}, below the {dictionary.RequiredRows} that words and n-grams need");
        bool quantizedOutput = reader.ReadBoolean("quantization of the output");
        output = FastTextMatrix.Read(reader, "output matrix", IsQuantized && quantizedOutput, arguments);
        int labels = dictionary.LabelCounts.Length;
        if (output.Rows != labels) throw reader.Invalid("output matrix rows", $"{output.Rows}, not that of the {labels} labels");
        if (arguments.Loss == FastTextLoss.HierarchicalSoftmax)
        {
            if (!FastTextTree.Accepts(dictionary.LabelCounts)) throw reader.Invalid("counts of the labels", "too large for a tree");
            tree = new(dictionary.LabelCounts);
        }
        else if (output is DenseMatrix dense)
        {
            dense.Transpose();
        }
        Labels = [.. Enumerable.Range(0, labels).Select(dictionary.Label)];
        Fingerprint = reader.Finish();
    }

    /// <summary>The labels without the prefix <c>__label__</c>, in the file's order (frequent ones first).</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The number of dimensions.</summary>
    public int Dimension => arguments.Dimension;

    /// <summary>How scores become probabilities.</summary>
    public FastTextLoss Loss => arguments.Loss;

    /// <summary>Whether the file is quantised.</summary>
    public bool IsQuantized { get; }

    /// <summary>The number of words in the dictionary.</summary>
    public int WordCount => dictionary.Words;

    /// <summary>A hash of the file: 32 hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no supervised fastText model; the message names file, field and place.</exception>
    public static FastTextModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        return Load(stream, path);
    }

    /// <summary>Finds the most likely labels of a text.</summary>
    /// <param name="utf8Text">The text in UTF-8. It counts as one line: line ends only part words, and fastText's end-of-line word is added. As in fastText nothing behind a word <c>&lt;/s&gt;</c> is read.</param>
    /// <param name="predictions">Takes the labels, best first; its length says how many are wanted.</param>
    /// <param name="scratch">The thread's buffers.</param>
    /// <param name="threshold">The least probability of a label. Default: 0.</param>
    /// <returns>How many labels there are; 0 where the text has no feature that the model knows.</returns>
    public int Predict(ReadOnlySpan<byte> utf8Text, Span<FastTextPrediction> predictions, FastTextScratch scratch, float threshold = 0)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        if (predictions.IsEmpty) return 0;
        int wanted = Math.Min(predictions.Length, Labels.Count);
        scratch.Reserve(Dimension, Labels.Count, wanted);
        Span<float> hidden = scratch.Hidden.AsSpan(0, Dimension);
        if (!TryEmbed(utf8Text, hidden, scratch.WordHashes)) return 0;
        var best = new BestLabels(scratch.Best.AsSpan(0, wanted + 1));
        if (tree is not null) tree.Search(output, hidden, threshold, scratch.Pending, ref best);
        else FindBest(hidden, scratch.Output.AsSpan(0, Labels.Count), threshold, ref best);
        ReadOnlySpan<(float Score, int Label)> sorted = best.Sort();
        for (int i = 0; i < sorted.Length; i++) predictions[i] = new(sorted[i].Label, MathF.Exp(sorted[i].Score));
        return sorted.Length;
    }

    /// <summary>Finds the most likely labels of a text; for a few texts, since it makes its buffers anew.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">How many labels at most, 1 or more. Default: 1.</param>
    /// <param name="threshold">The least probability of a label. Default: 0.</param>
    public IReadOnlyList<FastTextPrediction> Predict(string text, int count = 1, float threshold = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var predictions = new FastTextPrediction[Math.Min(count, Labels.Count)];
        int found = Predict(System.Text.Encoding.UTF8.GetBytes(text), predictions, new FastTextScratch(), threshold);
        return predictions[..found];
    }

    internal static FastTextModel Load(Stream stream, string name) => new(new FastTextFileReader(stream, name));

    /// <summary>fastText's logarithm, which 0 has too.</summary>
    internal static float Log(float value) => (float)Math.Log(value + 1e-5);

    /// <summary>The mean of the rows of a text's features; false if it has none.</summary>
    private bool TryEmbed(ReadOnlySpan<byte> text, Span<float> hidden, List<int> wordHashes)
    {
        hidden.Clear();
        var sum = new RowSum(input, hidden);
        dictionary.Read(text, wordHashes, ref sum);
        if (sum.Count == 0) return false;
        float factor = (float)(1.0 / sum.Count);
        for (int i = 0; i < hidden.Length; i++) hidden[i] *= factor;
        return true;
    }

    private void FindBest(ReadOnlySpan<float> hidden, Span<float> scores, float threshold, ref BestLabels best)
    {
        output.Multiply(hidden, scores);
        if (arguments.Loss == FastTextLoss.Softmax) Softmax(scores);
        else
            for (int i = 0; i < scores.Length; i++) scores[i] = Sigmoid(scores[i]);
        for (int i = 0; i < scores.Length; i++)
        {
            if (!(scores[i] >= threshold)) continue;
            float score = Log(scores[i]);
            if (!best.Refuses(score)) best.Add(score, i);
        }
    }

    private static void Softmax(Span<float> scores)
    {
        float max = scores[0], sum = 0;
        foreach (float score in scores) max = Math.Max(score, max);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = MathF.Exp(scores[i] - max);
            sum += scores[i];
        }
        for (int i = 0; i < scores.Length; i++) scores[i] /= sum;
    }

    /// <summary>The logistic function as fastText has it: 512 steps between -8 and 8.</summary>
    private static float Sigmoid(float x)
    {
        if (x < -8) return 0;
        if (x > 8) return 1;
        return float.IsNaN(x) ? 0 : Sigmoids[(int)((x + 8) * 512 / 8 / 2)];
    }

    private static float[] MakeSigmoids()
    {
        var table = new float[513];
        for (int i = 0; i < table.Length; i++)
        {
            float x = (float)(i * 2 * 8) / 512 - 8;
            table[i] = (float)(1.0 / (1.0 + MathF.Exp(-x)));
        }
        return table;
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
