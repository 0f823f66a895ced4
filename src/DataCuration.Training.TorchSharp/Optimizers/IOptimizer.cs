using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Updates the parameters of a model from their gradients.</summary>
internal interface IOptimizer : IDisposable
{
    /// <summary>The running mean of gradients.</summary>
    Tensor FirstMoment { get; }

    /// <summary>The running mean of squared gradients; zero for parameters that do not need it.</summary>
    Tensor SecondMoment { get; }

    /// <summary>Updates the parameters and clears the gradients.</summary>
    /// <param name="step">The step, counted from 1.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    /// <returns>The gradient norm before clipping. It is a tensor, so that the caller does not have to wait for a GPU.</returns>
    Tensor Step(long step, double learningRate);
}
