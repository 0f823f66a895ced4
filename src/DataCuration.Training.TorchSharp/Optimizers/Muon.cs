using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Muon (Jordan et al. 2024) for the matrices of the blocks, AdamW for all other parameters. The update of a matrix is its momentum in Nesterov's form, with
/// singular values set to about 1 by five Newton-Schulz iterations. It is scaled by <c>0.2 * sqrt(max(rows, columns))</c>, the root mean square that AdamW's
/// updates typically have (Liu et al. 2025, equation 4).
/// </summary>
/// <remarks>
/// Queries, keys and values share one parameter here, and so do gate and up projections: each is orthogonalised for itself. Their second moments stay zero.
/// </remarks>
internal sealed class Muon : IOptimizer
{
    // The coefficients of the quintic iteration (Jordan et al. 2024). They do not converge to exactly 1, but fast to about 0.7 to 1.2.
    private const double A = 3.4445;
    private const double B = -4.7750;
    private const float C = 2.0315f;
    private const int Iterations = 5;
    private const double UpdateSize = 0.2;

    private readonly ParameterStore parameters;
    private readonly TrainingOptions options;
    private readonly Matrix[] matrices;
    private readonly (long Offset, long Count)[] others;

    public Muon(ParameterStore parameters, DecoderOptions model, TrainingOptions options)
    {
        this.parameters = parameters;
        this.options = options;
        FirstMoment = zeros_like(parameters.Values).DetachFromDisposeScope();
        SecondMoment = zeros_like(parameters.Values).DetachFromDisposeScope();
        matrices = [.. parameters.Layout.Shapes.Where(IsInBlock).SelectMany(shape => Parts(shape, model))];
        long first = matrices[0].Offset;
        long end = matrices[^1].Offset + matrices[^1].Rows * matrices[^1].Columns;
        others = [(0, first), (end, parameters.Layout.Count - end)];
    }

    public Tensor FirstMoment { get; }

    public Tensor SecondMoment { get; }

    public Tensor Step(long step, double learningRate)
    {
        using IDisposable guard = no_grad();
        Tensor norm = GradientClip.Apply(parameters.Gradients!, options.GradientClip);
        foreach (Matrix matrix in matrices) Update(matrix, learningRate);
        foreach ((long offset, long count) in others)
            AdamW.Update(parameters, FirstMoment, SecondMoment, options, step, learningRate, offset, count);
        parameters.Gradients!.zero_();
        return norm;
    }

    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }

    /// <summary>Returns a matrix with about the singular vectors of the given one, and singular values of about 1.</summary>
    public static Tensor Orthogonalize(Tensor matrix)
    {
        bool isTall = matrix.shape[0] > matrix.shape[1];
        Tensor x = isTall ? matrix.t() : matrix;
        x = x.div(x.norm().PlusInPlace(1e-7));
        for (int i = 0; i < Iterations; i++)
        {
            // The square is symmetric: a product with its transpose is a product with itself.
            Tensor square = LinearLayer.Apply(x, x);
            Tensor polynomial = square.Times(B).PlusInPlace(LinearLayer.Apply(square, square), C);
            x = x.Times(A).PlusInPlace(LinearLayer.Apply(polynomial, x.t().contiguous()));
        }
        return isTall ? x.t() : x;
    }

    private void Update(Matrix matrix, double learningRate)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor gradient = View(parameters.Gradients!, matrix);
        Tensor momentum = View(FirstMoment, matrix);
        momentum.TimesInPlace(options.MuonMomentum).PlusInPlace(gradient, 1 - options.MuonMomentum);
        Tensor direction = Orthogonalize(gradient.Times(1 - options.MuonMomentum).PlusInPlace(momentum, options.MuonMomentum));
        Tensor values = View(parameters.Values, matrix);
        if (options.WeightDecay > 0) values.TimesInPlace(1 - learningRate * options.WeightDecay);
        values.PlusInPlace(direction, -learningRate * UpdateSize * Math.Sqrt(Math.Max(matrix.Rows, matrix.Columns)));
    }

    private static Tensor View(Tensor flat, Matrix matrix) => flat.narrow(0, matrix.Offset, matrix.Rows * matrix.Columns).view(matrix.Rows, matrix.Columns);

    private static bool IsInBlock(ParameterShape shape) =>
        shape.Dimensions.Length == 2 && shape.Name is not (ParameterLayout.Embedding or ParameterLayout.Output);

    private static IEnumerable<Matrix> Parts(ParameterShape shape, DecoderOptions model)
    {
        long keys = (long)model.KeyValueHeads * model.HeadWidth;
        long[] rows = shape.Name.EndsWith("attention.qkv", StringComparison.Ordinal) ? [(long)model.Heads * model.HeadWidth, keys, keys]
            : shape.Name.EndsWith("feed_forward.gate_up", StringComparison.Ordinal) ? [model.FeedForwardWidth, model.FeedForwardWidth]
            : [shape.Dimensions[0]];
        long offset = shape.Offset;
        foreach (long count in rows)
        {
            yield return new(offset, count, shape.Dimensions[1]);
            offset += count * shape.Dimensions[1];
        }
    }

    private sealed record Matrix(long Offset, long Rows, long Columns);
}
