using System.Text;

namespace DataCuration.FastText;

/// <summary>
/// Compresses classifiers (Joulin et al. 2016, "FastText.zip"). Rows become codes of a product quantiser, and words and n-grams with short vectors can be
/// dropped. The file is byte-identical to that of <c>fasttext quantize</c> 0.9.2, with two exceptions: the list of n-grams kept after a cutoff has another
/// order, and further training gives the same bytes only with one thread.
/// </summary>
public static class FastTextQuantizer
{
    /// <summary>Quantises a classifier.</summary>
    /// <param name="model">The model; it is not changed.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="trainingPath">The text for further training. Needed only with <see cref="FastTextQuantizationOptions.Retrain"/>.</param>
    /// <param name="progress">Receives the progress of the further training.</param>
    /// <param name="cancellationToken">Cancels the quantisation.</param>
    /// <exception cref="ArgumentException"><see cref="FastTextQuantizationOptions.Retrain"/> is set, but there is no training text.</exception>
    /// <exception cref="InvalidDataException">The model or the training text is not valid for further training.</exception>
    /// <exception cref="InvalidOperationException">The model is already quantised, is not a classifier, or has fewer than 256 rows to quantise.</exception>
    public static FastTextModel Quantize(FastTextModel model, FastTextQuantizationOptions? options = null, string? trainingPath = null,
        IProgress<FastTextTrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        if (options.Retrain && string.IsNullOrEmpty(trainingPath)) throw new ArgumentException("Further training needs a training text.", nameof(trainingPath));
        if (options.Retrain) ModelPath.RequireText(trainingPath!);
        if (model.Kind != FastTextModelKind.Supervised) throw new InvalidOperationException("Only classifiers can be quantised, not word vectors.");
        if (model.Input is not DenseMatrix input || model.Output is not DenseMatrix output)
            throw new InvalidOperationException("The model is already quantised.");
        FastTextArguments arguments = model.Arguments;
        FastTextDictionary dictionary = model.Dictionary;
        float[] values = input.Values;
        int rows = (int)input.Rows, columns = input.Columns;
        if (options.Cutoff > 0 && options.Cutoff < rows)
        {
            (dictionary, int[] kept) = dictionary.Prune(SelectRows(input, dictionary, options.Cutoff));
            values = new float[checked(kept.Length * columns)];
            for (int i = 0; i < kept.Length; i++) input.Values.AsSpan(checked(kept[i] * columns), columns).CopyTo(values.AsSpan(i * columns));
            rows = kept.Length;
            if (options.Retrain)
            {
                arguments = arguments with { Epochs = options.Epochs };
                input = new(values, rows, columns);
                output = new([.. output.Values], output.Rows, columns);
                Func<Stream> open = () => new FileStream(trainingPath!, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
                long tokens;
                using (var reader = new FastTextTokenReader(open()))
                    tokens = FastTextTrainer.WithFileName(trainingPath!, () => reader.CountRest(cancellationToken));
                if (tokens == 0) throw new InvalidDataException($"{trainingPath} contains no words to train on.");
                var schedule = new FastTextSchedule(options.Epochs, options.LearningRate, options.Threads, 0, Encoding.UTF8.GetBytes(options.LabelPrefix));
                FastTextTrainer.WithFileName(trainingPath!,
                    () => new FastTextTrainingRun(arguments, dictionary, input, output, open, tokens, schedule, progress).Run(cancellationToken));
            }
        }
        QuantizedMatrix quantized = Quantize(values, rows, columns, options.SubvectorDimension, options, "words and n-grams", cancellationToken);
        FastTextMatrix quantizedOutput = options.QuantizeOutput ? Quantize(output.Values, (int)output.Rows, columns, 2, options, "labels", cancellationToken)
            : new DenseMatrix(output.Values, output.Rows, columns);
        return new(arguments, dictionary, quantized, quantizedOutput);
    }

    private static QuantizedMatrix Quantize(float[] values, int rows, int columns, int width, FastTextQuantizationOptions options, string what,
        CancellationToken cancellationToken)
    {
        if (rows < ProductQuantizerTraining.MinRows)
            throw new InvalidOperationException($"There are {rows} {what}; at least {ProductQuantizerTraining.MinRows} are needed to quantise them.");
        byte[]? normCodes = null;
        ProductQuantizer? normQuantizer = null;
        if (options.QuantizeNorm)
        {
            values = values[..(rows * columns)];
            float[] norms = Norms(values, rows, columns);
            for (int row = 0; row < rows; row++)
            {
                if (norms[row] == 0) continue;
                foreach (ref float value in values.AsSpan(row * columns, columns)) value /= norms[row];
            }
            (normQuantizer, normCodes) = new ProductQuantizerTraining(1, 1, options.Threads, cancellationToken).Quantize(norms, rows);
        }
        (ProductQuantizer quantizer, byte[] codes) = new ProductQuantizerTraining(columns, width, options.Threads, cancellationToken).Quantize(values, rows);
        return new(rows, columns, codes, quantizer, normCodes, normQuantizer);
    }

    /// <summary>Returns the rows with the longest vectors. The end-of-line word always comes first.</summary>
    internal static Span<int> SelectRows(DenseMatrix input, FastTextDictionary dictionary, int count)
    {
        int[] rows = [.. Enumerable.Range(0, (int)input.Rows)];
        int end = dictionary.Find(FastTextTokenReader.EndOfLine, FastTextHash.Compute(FastTextTokenReader.EndOfLine));
        IntroSort.Sort<int, ByNorm>(rows, new(Norms(input.Values, rows.Length, input.Columns), end));
        return rows.AsSpan(0, count);
    }

    /// <summary>Computes Euclidean norms. As in the original, squares have single precision and their sum has double precision.</summary>
    private static float[] Norms(float[] values, int rows, int columns)
    {
        var norms = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            double sum = 0;
            foreach (float value in values.AsSpan(row * columns, columns)) sum += value * value;
            norms[row] = (float)Math.Sqrt(sum);
        }
        return norms;
    }

    private readonly struct ByNorm(float[] norms, int end) : IntroSort.IOrder<int>
    {
        public bool Before(int left, int right) => left == end ? right != end : right != end && norms[left] > norms[right];
    }
}
