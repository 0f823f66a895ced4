namespace DataCuration.Training.TorchSharp;

/// <summary>A parameter's name, shape and position in the flat vector of all parameters.</summary>
/// <param name="Name">The name, also used in files.</param>
/// <param name="Dimensions">The shape: (outputs, inputs) for matrices.</param>
/// <param name="Offset">The index of the first element in the flat vector.</param>
/// <param name="InitialDeviation">The standard deviation of the initial values; 0 if all of them are <see cref="InitialValue"/>.</param>
internal sealed record ParameterShape(string Name, long[] Dimensions, long Offset, double InitialDeviation)
{
    /// <summary>The initial value without deviation: 1 for a normalisation weight, 0 for a bias.</summary>
    public float InitialValue { get; init; } = 1;

    /// <summary>The bound of initial values that are uniform between its negative and itself; 0 for others.</summary>
    public double InitialBound { get; init; }

    public long Count => Dimensions.Aggregate(1L, (product, dimension) => product * dimension);
}
