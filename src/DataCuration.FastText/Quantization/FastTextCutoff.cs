namespace DataCuration.FastText;

/// <summary>
/// Computes the number of words and n-grams that fit in a quantised file of a given size. It adds up the bytes of the entries. The C++ program assumes 10
/// bytes for each row's entry, and rejects models that turn out larger.
/// </summary>
internal static class FastTextCutoff
{
    /// <summary>The bytes of the magic number, version, arguments, sizes and quantisation flags.</summary>
    private const long FixedBytes = 8 + 12 * 4 + 8 + 3 * 4 + 2 * 8 + 2;

    /// <summary>The bytes of a quantised matrix's flag, size and code length, and of a quantiser's four numbers.</summary>
    private const long MatrixBytes = 1 + 2 * 8 + 4, QuantizerBytes = 4 * 4;

    /// <summary>The bytes of an entry's terminator, count and type, and of a kept n-gram's bucket and row.</summary>
    private const long EntryBytes = 1 + 8 + 1, NGramBytes = 2 * 4;

    /// <summary>Returns the largest cutoff whose file fits, but no less than the minimum number of rows that can be quantised.</summary>
    public static int For(FastTextModel model, FastTextQuantizationOptions options, long size)
    {
        if (model.Input is not DenseMatrix input || input.Rows < ProductQuantizerTraining.MinRows) return ProductQuantizerTraining.MinRows;
        FastTextEntries entries = model.Dictionary.Entries;
        long used = FixedBytes + Quantized(0, model.Dimension, options.SubvectorDimension, options.QuantizeNorm);
        used += options.QuantizeOutput ? Quantized(model.Output.Rows, model.Dimension, 2, options.QuantizeNorm)
            : 2 * 8 + sizeof(float) * model.Output.Rows * model.Dimension;
        for (int label = entries.Words; label < entries.Count; label++) used += entries[label].Length + EntryBytes;
        long perRow = Codes(model.Dimension, options.SubvectorDimension) + (options.QuantizeNorm ? 1 : 0);
        int cutoff = 0;
        foreach (int row in FastTextQuantizer.SelectRows(input, model.Dictionary, (int)input.Rows))
        {
            used += perRow + (row < entries.Words ? entries[row].Length + EntryBytes : NGramBytes);
            if (used > size) break;
            cutoff++;
        }
        return Math.Max(cutoff, ProductQuantizerTraining.MinRows);
    }

    private static long Codes(int columns, int width) => (columns + (long)width - 1) / width;

    private static long Quantized(long rows, int columns, int width, bool norms) =>
        MatrixBytes + rows * Codes(columns, width) + QuantizerBytes + sizeof(float) * 256L * columns
            + (norms ? rows + QuantizerBytes + sizeof(float) * 256 : 0);
}
