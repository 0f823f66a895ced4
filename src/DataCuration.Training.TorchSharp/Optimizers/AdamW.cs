using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>AdamW (Loshchilov and Hutter 2019, algorithm 2) over flat parameters. Clips the whole gradient and decays matrices only.</summary>
internal sealed class AdamW : IDisposable
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

    /// <summary>The running mean of gradients.</summary>
    public Tensor FirstMoment { get; }

    /// <summary>The running mean of squared gradients.</summary>
    public Tensor SecondMoment { get; }

    /// <summary>Updates the parameters and clears the gradients.</summary>
    /// <param name="step">The step, counted from 1.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    /// <returns>The gradient norm before clipping. It is a tensor, so that the caller does not have to wait for a GPU.</returns>
    public Tensor Step(long step, double learningRate)
    {
        using IDisposable guard = no_grad();
        Tensor gradients = parameters.Gradients!;
        Tensor norm = gradients.norm();
        if (double.IsFinite(options.GradientClip)) gradients.mul_(norm.add(1e-6).reciprocal_().mul_(options.GradientClip).clamp_max_(1));
        FirstMoment.mul_(options.Beta1).add_(gradients, 1 - options.Beta1);
        SecondMoment.mul_(options.Beta2).addcmul_(gradients, gradients, 1 - options.Beta2);
        double correction1 = 1 - Math.Pow(options.Beta1, step);
        double correction2 = 1 - Math.Pow(options.Beta2, step);
        Tensor denominator = SecondMoment.sqrt().mul_(1 / Math.Sqrt(correction2)).add_(options.AdamEpsilon);
        if (options.WeightDecay > 0) parameters.Values.narrow(0, 0, parameters.Layout.MatrixCount).mul_(1 - learningRate * options.WeightDecay);
        parameters.Values.addcdiv_(FirstMoment, denominator, -learningRate / correction1);
        gradients.zero_();
        return norm;
    }

    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }
}
