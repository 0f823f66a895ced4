namespace DataCuration.FastText;

/// <summary>A loss function: moves the output's rows and the gradient of the hidden vector by one example, and gives its loss (loss.cc).</summary>
internal abstract class FastTextObjective(DenseMatrix output)
{
    public DenseMatrix Output { get; } = output;

    /// <exception cref="InvalidDataException">A model's file, which is trained on, holds what cannot be.</exception>
    public static FastTextObjective Make(FastTextArguments arguments, DenseMatrix output, ReadOnlySpan<long> counts) => arguments.Loss switch
    {
        FastTextLoss.NegativeSampling when arguments.Negatives is < 0 or > FastTextTrainingOptions.MaxNegatives => throw new InvalidDataException($"A model with {arguments.Negatives} negatives cannot be trained on."),
        FastTextLoss.Softmax => new SoftmaxObjective(output),
        FastTextLoss.OneVsAll => new OneVsAllObjective(output),
        FastTextLoss.HierarchicalSoftmax => new TreeObjective(output, new FastTextTree(counts).Paths()),
        _ => new NegativeSamplingObjective(output, arguments.Negatives, counts),
    };

    /// <summary>Learns from an example.</summary>
    /// <param name="worker">The thread, with its hidden vector and gradient.</param>
    /// <param name="targets">What is right: labels or words.</param>
    /// <param name="target">Which of them counts, unless all do.</param>
    /// <param name="rate">The learning rate.</param>
    public abstract float Step(FastTextWorker worker, ReadOnlySpan<int> targets, int target, float rate);

    protected Span<float> Row(int row) => Output.Values.AsSpan(row * Output.Columns, Output.Columns);

    /// <summary>The logistic loss of one row, given its product with the hidden vector.</summary>
    protected float Logistic(FastTextWorker worker, int row, float product, bool positive, float rate)
    {
        float score = FastTextMath.Sigmoid(Finite(product));
        FastTextKernels.Exchange(Row(row), worker.Hidden, rate * ((positive ? 1f : 0f) - score), worker.Gradient);
        return -FastTextMath.TableLog(positive ? score : (float)(1.0 - score));
    }

    protected static float Finite(float product) =>
        float.IsNaN(product) ? throw new InvalidOperationException("The training diverged: a product is no number. Take a lower learning rate.") : product;
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

/// <summary>A logistic function for every target, of which several can be right.</summary>
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

/// <summary>The logistic functions on the way from the target to the root of a Huffman tree.</summary>
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

/// <summary>Logistic functions of the target and of some others, drawn in proportion to the square roots of their counts.</summary>
internal sealed class NegativeSamplingObjective : FastTextObjective
{
    private const int TableSize = 10_000_000;
    private readonly int negatives;
    private readonly int[] table;

    public NegativeSamplingObjective(DenseMatrix output, int negatives, ReadOnlySpan<long> counts) : base(output)
    {
        this.negatives = negatives;
        // A negative is drawn until it is another than what is right.
        int occurring = counts.Length - counts.Count(0L);
        if (occurring < 2 && negatives > 0) throw new InvalidDataException($"Negative sampling needs two labels or words that occur, and {occurring} of the {counts.Length} counts of the labels or words are above 0.");
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
                // Where nearly all of the table is what is right, that takes long.
                if ((draws & 0xFFFF) == 0) worker.ThrowIfCancelled();
            }
        }
        Span<float> products = worker.Scores(rows.Length);
        FastTextKernels.DotRows(Output.Values, rows, worker.Hidden, products);
        float loss = Logistic(worker, rows[0], products[0], positive: true, rate);
        for (int i = 1; i < rows.Length; i++)
        {
            if ((i & 0xFF) == 0) worker.ThrowIfCancelled();
            // A row that was drawn before has moved since.
            float product = rows[1..i].Contains(rows[i]) ? FastTextKernels.Dot(Row(rows[i]), worker.Hidden) : products[i];
            loss += Logistic(worker, rows[i], product, positive: false, rate);
        }
        return loss;
    }
}
