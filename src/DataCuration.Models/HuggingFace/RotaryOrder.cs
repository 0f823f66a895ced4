namespace DataCuration.Models;

/// <summary>
/// The two orders of the dimensions of a head that rotary positions turn. Pair i is (i, i + D/2) in Hugging Face's files, "halves", and (2i, 2i + 1) in
/// Llama's original files and in GGUF files of Llama, "neighbours". Both compute the same attention if the rows of queries and keys are permuted.
/// </summary>
public static class RotaryOrder
{
    /// <summary>Returns the row in the order of halves of a row in the order of neighbours.</summary>
    /// <param name="row">A row of queries or keys, over all heads.</param>
    /// <param name="headWidth">The width of a head.</param>
    public static long HalvesRow(long row, int headWidth)
    {
        long head = row / headWidth;
        long i = row % headWidth;
        return head * headWidth + i / 2 + (i % 2 == 0 ? 0 : headWidth / 2);
    }

    /// <summary>Returns the row in the order of neighbours of a row in the order of halves.</summary>
    /// <param name="row">A row of queries or keys, over all heads.</param>
    /// <param name="headWidth">The width of a head.</param>
    public static long NeighboursRow(long row, int headWidth)
    {
        long head = row / headWidth;
        long i = row % headWidth;
        int half = headWidth / 2;
        return head * headWidth + (i < half ? 2 * i : 2 * (i - half) + 1);
    }

    /// <summary>Returns a tensor whose rows are those of another one in another order.</summary>
    /// <param name="tensor">The tensor; the first dimension counts rows.</param>
    /// <param name="name">The name of the new tensor.</param>
    /// <param name="sourceRow">Returns the row of the given tensor for a row of the new one.</param>
    public static ModelTensor Permute(ModelTensor tensor, string name, Func<long, long> sourceRow)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(sourceRow);
        long rowLength = tensor.Shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        return new(name, tensor.Shape, (start, values) =>
        {
            for (int done = 0; done < values.Length;)
            {
                long row = (start + done) / rowLength;
                long column = (start + done) % rowLength;
                int count = (int)Math.Min(values.Length - done, rowLength - column);
                tensor.Read(sourceRow(row) * rowLength + column, values.Slice(done, count));
                done += count;
            }
        });
    }
}
