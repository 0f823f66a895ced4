namespace DataCuration.Selection;

/// <summary>The columns of a transport problem: the target vectors that count, moved by their mean, in panels of sixteen.</summary>
internal sealed class TransportTarget
{
    private const int ReadRows = 512;

    private TransportTarget(float[] panels, float[] norms, float[] mean, int[] places)
    {
        Panels = panels;
        Norms = norms;
        Mean = mean;
        Places = places;
    }

    /// <summary>The values: for each panel, sixteen numbers for each dimension.</summary>
    public float[] Panels { get; }

    /// <summary>The squared lengths, 0 for the columns that fill the last panel.</summary>
    public float[] Norms { get; }

    /// <summary>The mean, which is subtracted from all vectors: distances stay the same, and lose less to rounding.</summary>
    public float[] Mean { get; }

    /// <summary>The number of each column's vector in its set.</summary>
    public int[] Places { get; }

    /// <summary>The number of columns with those that fill the last panel.</summary>
    public int Width => Norms.Length;

    /// <summary>Reads the vectors. One that begins with NaN is left out.</summary>
    public static TransportTarget Read(VectorSet vectors, CancellationToken cancellationToken)
    {
        int dimension = vectors.Dimension;
        var places = new List<int>();
        var sums = new double[dimension];
        foreach ((int place, ReadOnlyMemory<float> vector) in Rows(vectors, cancellationToken))
        {
            places.Add(place);
            for (int i = 0; i < dimension; i++) sums[i] += vector.Span[i];
        }
        if (places.Count == 0) throw new InsufficientDataException("The target has no vector: transport needs at least one document that has one.");
        float[] mean = [.. sums.Select(sum => (float)(sum / places.Count))];
        int width = (places.Count + TransportKernels.PanelColumns - 1) / TransportKernels.PanelColumns * TransportKernels.PanelColumns;
        if ((long)width * dimension > Array.MaxLength)
            throw new ArgumentException($"The target has {places.Count} vectors of {dimension} numbers. That is too many; draw a sample.", nameof(vectors));
        var panels = new float[width * dimension];
        var norms = new float[width];
        int column = 0;
        foreach ((_, ReadOnlyMemory<float> vector) in Rows(vectors, cancellationToken))
        {
            int panel = column / TransportKernels.PanelColumns * TransportKernels.PanelColumns * dimension, lane = column % TransportKernels.PanelColumns;
            double norm = 0;
            for (int i = 0; i < dimension; i++)
            {
                float value = vector.Span[i] - mean[i];
                panels[panel + (i * TransportKernels.PanelColumns) + lane] = value;
                norm += (double)value * value;
            }
            norms[column++] = (float)norm;
        }
        return new(panels, norms, mean, [.. places]);
    }

    /// <summary>Reads the vectors that do not begin with NaN, with their numbers. The memory is used again.</summary>
    public static IEnumerable<(int Place, ReadOnlyMemory<float> Vector)> Rows(VectorSet vectors, CancellationToken cancellationToken)
    {
        int dimension = vectors.Dimension;
        var block = new float[ReadRows * dimension];
        for (long first = 0; first < vectors.Count; first += ReadRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int rows = (int)Math.Min(ReadRows, vectors.Count - first);
            vectors.Read(first, block.AsSpan(0, rows * dimension));
            for (int row = 0; row < rows; row++)
                if (!float.IsNaN(block[row * dimension])) yield return (checked((int)(first + row)), block.AsMemory(row * dimension, dimension));
        }
    }
}
