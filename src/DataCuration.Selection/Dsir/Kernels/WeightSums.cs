using System.Runtime.Intrinsics;

namespace DataCuration.Selection;

/// <summary>
/// The running sums of log ratios of a document, one compensated sum for each target and n-gram order. Orders have separate sums because two short chains
/// of dependent additions run in parallel. The total adds them in order.
/// </summary>
internal sealed unsafe class WeightSums(int ngrams, int buckets, int targets)
{
    private readonly double[] _sums = new double[targets * ngrams];
    private readonly double[] _errors = new double[targets * ngrams];

    /// <summary>The number of targets.</summary>
    public int Targets { get; } = targets;

    /// <summary>Starts a new document.</summary>
    public void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_errors);
    }

    /// <summary>Returns the sum over all orders for one target.</summary>
    public CompensatedSum Total(int target)
    {
        var total = default(CompensatedSum);
        for (int order = 0; order < ngrams; order++)
        {
            total.Add(new CompensatedSum(_sums[(target * ngrams) + order], _errors[(target * ngrams) + order]));
        }

        return total;
    }

    /// <summary>Adds the n-grams of tokens <paramref name="from"/>..<paramref name="to"/> of a block that starts at token <paramref name="first"/>.</summary>
    public void Add(double* logRatios, int* blockBuckets, int first, int from, int to)
    {
        for (int target = 0; target < Targets; target++)
        {
            double* ratios = logRatios + ((long)target * buckets);
            int done = 0;
            if (ngrams >= 2)
            {
                AddTwoOrders(ratios, blockBuckets, first, from, to, target * ngrams);
                done = 2;
            }

            for (int order = done; order < ngrams; order++)
            {
                int* row = blockBuckets + (order * NGramBuckets.BlockTokens);
                AddOneOrder(ratios, row, Math.Max(from, order - first), to, (target * ngrams) + order);
            }
        }
    }

    private void AddOneOrder(double* ratios, int* row, int from, int to, int index)
    {
        double sum = _sums[index];
        double error = _errors[index];
        for (int i = from; i < to; i++)
        {
            double value = ratios[row[i]];
            double next = sum + value;
            double part = next - sum;
            error += (sum - (next - part)) + (value - part);
            sum = next;
        }

        _sums[index] = sum;
        _errors[index] = error;
    }

    // Unigrams in element 0, bigrams in element 1: the same operations in the same order as two calls of AddOneOrder.
    private void AddTwoOrders(double* ratios, int* rows, int first, int from, int to, int index)
    {
        if (first == 0 && from == 0 && to > 0)
        {
            AddOneOrder(ratios, rows, 0, 1, index);
            from = 1;
        }

        int* bigrams = rows + NGramBuckets.BlockTokens;
        Vector128<double> sum = Vector128.Create(_sums[index], _sums[index + 1]);
        Vector128<double> error = Vector128.Create(_errors[index], _errors[index + 1]);
        for (int i = from; i < to; i++)
        {
            Vector128<double> value = Vector128.Create(ratios[rows[i]], ratios[bigrams[i]]);
            Vector128<double> next = sum + value;
            Vector128<double> part = next - sum;
            error += (sum - (next - part)) + (value - part);
            sum = next;
        }

        _sums[index] = sum.GetElement(0);
        _sums[index + 1] = sum.GetElement(1);
        _errors[index] = error.GetElement(0);
        _errors[index + 1] = error.GetElement(1);
    }
}
