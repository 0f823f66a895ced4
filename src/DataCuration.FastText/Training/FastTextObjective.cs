namespace DataCuration.FastText;

/// <summary>A loss function. Updates the output matrix and the gradient of the hidden vector for one example, and returns its loss (loss.cc).</summary>
internal abstract class FastTextObjective(DenseMatrix output)
{
    public DenseMatrix Output { get; } = output;

    /// <summary>Creates the loss function of a model.</summary>
    /// <exception cref="InvalidDataException">The model comes from a file whose arguments or counts are not valid for training.</exception>
    public static FastTextObjective Make(FastTextArguments arguments, DenseMatrix output, ReadOnlySpan<long> counts) => arguments.Loss switch
    {
        FastTextLoss.NegativeSampling when arguments.Negatives is < 0 or > FastTextTrainingOptions.MaxNegatives =>
            throw new InvalidDataException($"A model with {arguments.Negatives} negatives cannot be trained."),
        FastTextLoss.Softmax => new SoftmaxObjective(output),
        FastTextLoss.OneVsAll => new OneVsAllObjective(output),
        FastTextLoss.HierarchicalSoftmax => new TreeObjective(output, new FastTextTree(counts).Paths()),
        _ => new NegativeSamplingObjective(output, arguments.Negatives, counts),
    };

    /// <summary>Trains on one example.</summary>
    /// <param name="worker">The thread's state, with the hidden vector and its gradient.</param>
    /// <param name="targets">The correct labels or words.</param>
    /// <param name="target">The index of the target to train on. One-vs-all ignores it and trains on all targets.</param>
    /// <param name="rate">The learning rate.</param>
    /// <returns>The loss of the example.</returns>
    public abstract float Step(FastTextWorker worker, ReadOnlySpan<int> targets, int target, float rate);

    protected Span<float> Row(int row) => Output.Values.AsSpan(row * Output.Columns, Output.Columns);

    /// <summary>Trains one row with the logistic loss, given its dot product with the hidden vector.</summary>
    protected float Logistic(FastTextWorker worker, int row, float product, bool positive, float rate)
    {
        float score = FastTextMath.Sigmoid(Finite(product));
        FastTextKernels.Exchange(Row(row), worker.Hidden, rate * ((positive ? 1f : 0f) - score), worker.Gradient);
        return -FastTextMath.TableLog(positive ? score : (float)(1.0 - score));
    }

    protected static float Finite(float product) =>
        float.IsNaN(product) ? throw new InvalidOperationException("The training diverged: a dot product is NaN. Use a lower learning rate.") : product;
}

/// <summary>Softmax over all targets.</summary>
internal sealed class SoftmaxObjective(DenseMatrix output) : FastTextObjective(output)
{
    private readonly int[] rows = [.. Enumerable.Range(0, (int)output.Rows)];

    public override float Step(FastTextWorker worker, ReadOnlySpan<int> targets, int target, float rate)
    {
        Span<float> scores = worker.Scores(rows.Length);
        FastTextKernels.DotRows(Output.Values, rows, worker.Hidden, scores);
        FastTextMath.Softmax(scores);
        Finite(scores[0]);
        int right = targets[target];
        for (int i = 0; i < scores.Length; i++) FastTextKernels.Exchange(Row(i), worker.Hidden, rate * ((i == right ? 1f : 0f) - scores[i]), worker.Gradient);
        return -FastTextMath.TableLog(scores[right]);
    }
}

/// <summary>One logistic function for each target; several targets can be correct.</summary>
internal sealed class OneVsAllObjective(DenseMatrix output) : FastTextObjective(output)
{
    private readonly int[] rows = [.. Enumerable.Range(0, (int)output.Rows)];

    public override float Step(FastTextWorker worker, ReadOnlySpan<int> targets, int target, float rate)
    {
        Span<float> products = worker.Scores(rows.Length);
        FastTextKernels.DotRows(Output.Values, rows, worker.Hidden, products);
        float loss = 0;
        for (int i = 0; i < products.Length; i++) loss += Logistic(worker, i, products[i], targets.Contains(i), rate);
        return loss;
    }
}

/// <summary>Hierarchical softmax: logistic functions on the path from the target to the root of a Huffman tree.</summary>
internal sealed class TreeObjective(DenseMatrix output, int[][] paths) : FastTextObjective(output)
{
    public override float Step(FastTextWorker worker, ReadOnlySpan<int> targets, int target, float rate)
    {
        ReadOnlySpan<int> path = paths[targets[target]];
        Span<int> rows = worker.Rows(path.Length);
        for (int i = 0; i < path.Length; i++) rows[i] = path[i] < 0 ? ~path[i] : path[i];
        Span<float> products = worker.Scores(path.Length);
        FastTextKernels.DotRows(Output.Values, rows, worker.Hidden, products);
        float loss = 0;
        for (int i = 0; i < path.Length; i++) loss += Logistic(worker, rows[i], products[i], path[i] >= 0, rate);
        return loss;
    }
}

/// <summary>Negative sampling: logistic functions of the target and of random negatives, drawn in proportion to the square root of their counts.</summary>
internal sealed class NegativeSamplingObjective : FastTextObjective
{
    private const int TableSize = 10_000_000;
    private readonly int negatives;
    private readonly int[] table;

    public NegativeSamplingObjective(DenseMatrix output, int negatives, ReadOnlySpan<long> counts) : base(output)
    {
        this.negatives = negatives;
        // Step draws until a negative differs from the target, so a second one must exist.
        int occurring = counts.Length - counts.Count(0L);
        if (occurring < 2 && negatives > 0) throw new InvalidDataException(
            $"Negative sampling needs two labels or words that occur, but only {occurring} of the {counts.Length} counts of labels or words are above 0.");
        float sum = 0;
        foreach (long count in counts) sum = (float)(sum + Math.Sqrt(count));
        var list = new List<int>(TableSize + counts.Length);
        for (int i = 0; i < counts.Length; i++)
        {
            float limit = (float)Math.Sqrt(counts[i]) * TableSize / sum;
            for (long j = 0; j < limit; j++) list.Add(i);
        }
        table = [.. list];
    }

    public override float Step(FastTextWorker worker, ReadOnlySpan<int> targets, int target, float rate)
    {
        Span<int> rows = worker.Rows(negatives + 1);
        rows[0] = targets[target];
        for (int i = 1; i < rows.Length; i++)
        {
            for (int draws = 1; ; draws++)
            {
                rows[i] = table[worker.Random.Below(table.Length)];
                if (rows[i] != rows[0]) break;
                // If the target fills nearly the whole table, this takes long.
                if ((draws & 0xFFFF) == 0) worker.ThrowIfCancelled();
            }
        }
        Span<float> products = worker.Scores(rows.Length);
        FastTextKernels.DotRows(Output.Values, rows, worker.Hidden, products);
        float loss = Logistic(worker, rows[0], products[0], positive: true, rate);
        for (int i = 1; i < rows.Length; i++)
        {
            if ((i & 0xFF) == 0) worker.ThrowIfCancelled();
            // A row that was drawn before has changed since.
            float product = rows[1..i].Contains(rows[i]) ? FastTextKernels.Dot(Row(rows[i]), worker.Hidden) : products[i];
            loss += Logistic(worker, rows[i], product, positive: false, rate);
        }
        return loss;
    }
}
