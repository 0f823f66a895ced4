namespace DataCuration.Selection;

/// <summary>The optimal transport between two sets of vectors: the result of <see cref="SinkhornTransport"/>.</summary>
public sealed class TransportResult
{
    private readonly double[] source, target;

    internal TransportResult(double[] source, double[] target)
    {
        this.source = source;
        this.target = target;
    }

    /// <summary>The potential of each source vector, in the unit of the cost; NaN for a vector that is left out.</summary>
    public ReadOnlyMemory<double> SourcePotentials => source;

    /// <summary>The potential of each target vector, in the unit of the cost; NaN for a vector that is left out.</summary>
    public ReadOnlyMemory<double> TargetPotentials => target;

    /// <summary>The cost of the plan: the sum of its weights times the squared distances.</summary>
    public required double Cost { get; init; }

    /// <summary>The value of the regularised problem: the plan's cost plus epsilon times its divergence from the product of the weights.</summary>
    public required double RegularizedCost { get; init; }

    /// <summary>The strength of the regularisation, in the unit of the cost.</summary>
    public required double Epsilon { get; init; }

    /// <summary>The number of iterations.</summary>
    public required int Iterations { get; init; }

    /// <summary>The sum of the absolute errors of the plan's weights of target vectors. Those of source vectors are exact.</summary>
    public required double MarginalError { get; init; }

    /// <summary>True if the error is not above the tolerance.</summary>
    public required bool IsConverged { get; init; }
}
