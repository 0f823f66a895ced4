
namespace DataCuration.Models;

/// <summary>The arithmetic of task vectors on tensors, piece by piece.</summary>
internal static class TaskVectors
{
    /// <summary>Returns the tensor <c>base + sum of weight * (model - base)</c>, whose elements are computed when they are read.</summary>
    /// <param name="start">The base.</param>
    /// <param name="models">The same tensor of each model, and the weights.</param>
    /// <param name="squaredDistances">
    /// Each read adds the sum of squared differences from the base, per model. The tensor is read once, in order, when it is written.
    /// </param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static ModelTensor Combine(ModelTensor start, IReadOnlyList<(ModelTensor Tensor, double Weight)> models, double[] squaredDistances,
        CancellationToken cancellationToken = default) =>
        new(start.Name, start.Shape, (offset, values) =>
        {
            const int Piece = 1 << 14;
            var own = new float[Math.Min(Piece, values.Length)];
            var sums = new double[own.Length];
            var other = new float[own.Length];
            for (int done = 0; done < values.Length; done += Piece)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = Math.Min(Piece, values.Length - done);
                Span<float> first = own.AsSpan(0, count);
                start.Read(offset + done, first);
                for (int i = 0; i < count; i++) sums[i] = first[i];
                for (int model = 0; model < models.Count; model++)
                {
                    models[model].Tensor.Read(offset + done, other.AsSpan(0, count));
                    squaredDistances[model] += AddDifference(sums.AsSpan(0, count), other.AsSpan(0, count), first, models[model].Weight);
                }
                for (int i = 0; i < count; i++) values[done + i] = (float)sums[i];
            }
        });

    /// <summary>Adds <c>weight * (values - start)</c> in double precision.</summary>
    /// <returns>The sum of squared differences.</returns>
    public static double AddDifference(Span<double> sums, ReadOnlySpan<float> values, ReadOnlySpan<float> start, double weight)
    {
        double squares = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            double difference = (double)values[i] - start[i];
            sums[i] += weight * difference;
            squares += difference * difference;
        }
        return squares;
    }
}
