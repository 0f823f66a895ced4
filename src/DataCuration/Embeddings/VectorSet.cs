namespace DataCuration;

/// <summary>Vectors of the same length, by number. Reads may come from several threads at once.</summary>
public abstract class VectorSet
{
    /// <summary>The number of vectors.</summary>
    public abstract long Count { get; }

    /// <summary>The length of a vector.</summary>
    public abstract int Dimension { get; }

    /// <summary>Makes a set of vectors in memory.</summary>
    /// <param name="values">The vectors, one after the other. Not copied.</param>
    /// <param name="dimension">The length of a vector.</param>
    /// <exception cref="ArgumentException">The values are not a whole number of vectors.</exception>
    public static VectorSet FromMemory(ReadOnlyMemory<float> values, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (values.Length % dimension != 0) throw new ArgumentException($"{values.Length} values are not vectors of {dimension}.", nameof(values));
        return new Memory(values, dimension);
    }

    /// <summary>Reads consecutive vectors.</summary>
    /// <param name="first">The number of the first one.</param>
    /// <param name="vectors">Receives the values; a whole number of vectors.</param>
    public abstract void Read(long first, Span<float> vectors);

    private sealed class Memory(ReadOnlyMemory<float> values, int dimension) : VectorSet
    {
        public override long Count => values.Length / dimension;

        public override int Dimension => dimension;

        public override void Read(long first, Span<float> vectors) => values.Span.Slice(checked((int)(first * dimension)), vectors.Length).CopyTo(vectors);
    }
}
