namespace DataCuration.Models;

/// <summary>Reads a range of a tensor's elements as float32.</summary>
/// <param name="start">The index of the first element, in row-major order.</param>
/// <param name="values">Receives the elements.</param>
public delegate void TensorReader(long start, Span<float> values);
