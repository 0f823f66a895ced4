using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>AdamW (Loshchilov and Hutter 2019, algorithm 2) over flat parameters. Clips the whole gradient and decays matrices only.</summary>
internal sealed class AdamW : IOptimizer
{
    private readonly ParameterStore parameters;
    private readonly TrainingOptions options;

    public AdamW(ParameterStore parameters, TrainingOptions options)
    {
        this.parameters = parameters;
        this.options = options;
        FirstMoment = zeros_like(parameters.Values).DetachFromDisposeScope();
        SecondMoment = zeros_like(parameters.Values).DetachFromDisposeScope();
    }

    public Tensor FirstMoment { get; }

    public Tensor SecondMoment { get; }

    public Tensor Step(long step, double learningRate)
    {
        using IDisposable guard = no_grad();
        Tensor norm = GradientClip.Apply(parameters.Gradients!, options.GradientClip);
        Update(parameters, FirstMoment, SecondMoment, options, step, learningRate, 0, parameters.Layout.Count);
        parameters.Gradients!.zero_();
        return norm;
    }

    /// <summary>Updates a range of the flat parameters. Matrices in it decay.</summary>
    public static void Update(ParameterStore parameters, Tensor firstMoment, Tensor secondMoment, TrainingOptions options, long step, double learningRate,
        long offset, long count)
    {
        Tensor gradients = parameters.Gradients!.narrow(0, offset, count);
        Tensor first = firstMoment.narrow(0, offset, count);
        Tensor second = secondMoment.narrow(0, offset, count);
        first.TimesInPlace(options.Beta1).PlusInPlace(gradients, 1 - options.Beta1);
        second.TimesInPlace(options.Beta2).PlusProductInPlace(gradients, gradients, 1 - options.Beta2);
        double correction1 = 1 - Math.Pow(options.Beta1, step);
        double correction2 = 1 - Math.Pow(options.Beta2, step);
        Tensor denominator = second.sqrt().TimesInPlace(1 / Math.Sqrt(correction2)).PlusInPlace(options.AdamEpsilon);
        long matrices = Math.Min(count, parameters.Layout.MatrixCount - offset);
        if (options.WeightDecay > 0 && matrices > 0)
            parameters.Values.narrow(0, offset, matrices).TimesInPlace(1 - learningRate * options.WeightDecay);
        parameters.Values.narrow(0, offset, count).PlusQuotientInPlace(first, denominator, -learningRate / correction1);
    }

    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }
}
