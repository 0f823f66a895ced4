namespace DataCuration.Training.TorchSharp;

/// <summary>A parameter's place in the flat storage of all parameters.</summary>
/// <param name="Name">Its name, in files too.</param>
/// <param name="Dimensions">Its shape: (outputs, inputs) for matrices.</param>
/// <param name="Offset">Its first element in the flat storage.</param>
/// <param name="InitialDeviation">The standard deviation of its first values; 0 for a normalisation weight, which begins as ones.</param>
internal sealed record ParameterShape(string Name, long[] Dimensions, long Offset, double InitialDeviation)
{
    public long Count => Dimensions.Aggregate(1L, (product, dimension) => product * dimension);
}
