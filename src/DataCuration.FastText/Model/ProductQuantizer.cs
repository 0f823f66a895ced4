namespace DataCuration.FastText;

/// <summary>A product quantiser: replaces each part of <c>dsub</c> numbers by one of 256 centroids (productquantizer.cc; Jégou et al. 2011).</summary>
internal sealed class ProductQuantizer
{
    private const int Centroids = 256;
    private readonly float[] centroids;
    private readonly int parts, width, lastWidth;

    public ProductQuantizer(float[] centroids, int parts, int width, int lastWidth)
    {
        this.centroids = centroids;
        this.parts = parts;
        this.width = width;
        this.lastWidth = lastWidth;
    }

    /// <summary>The number of codes for each row.</summary>
    public int Parts => parts;

    public static ProductQuantizer Read(FastTextFileReader reader, string field, int dimension)
    {
        reader.ReadInt32($"{field} dim", dimension, dimension);
        int parts = reader.ReadInt32($"{field} nsubq", 1, dimension), width = reader.ReadInt32($"{field} dsub", 1, int.MaxValue),
            lastWidth = reader.ReadInt32($"{field} lastdsub", 1, Math.Min(width, dimension));
        if ((long)(parts - 1) * width + lastWidth != dimension) throw reader.Invalid($"{field} lastdsub", "inconsistent with the dimension");
        return new(reader.ReadSingles($"{field} centroids", (long)dimension * Centroids), parts, width, lastWidth);
    }

    public void Write(FastTextFileWriter writer)
    {
        foreach (int value in (ReadOnlySpan<int>)[(parts - 1) * width + lastWidth, parts, width, lastWidth]) writer.Write(value);
        writer.Write(centroids);
    }

    public void Add(ReadOnlySpan<byte> codes, float factor, Span<float> vector)
    {
        for (int part = 0; part < parts; part++)
        {
            ReadOnlySpan<float> centroid = Centroid(part, codes[part]);
            Span<float> target = vector.Slice(part * width, centroid.Length);
            for (int i = 0; i < target.Length; i++) target[i] += factor * centroid[i];
        }
    }

    public float Dot(ReadOnlySpan<byte> codes, float factor, ReadOnlySpan<float> vector)
    {
        float sum = 0;
        for (int part = 0; part < parts; part++)
        {
            ReadOnlySpan<float> centroid = Centroid(part, codes[part]);
            ReadOnlySpan<float> values = vector.Slice(part * width, centroid.Length);
            for (int i = 0; i < values.Length; i++) sum += values[i] * centroid[i];
        }
        return sum * factor;
    }

    /// <summary>Returns the value of a one-dimensional centroid, such as a row's norm.</summary>
    public float Scalar(byte code) => Centroid(0, code)[0];

    private ReadOnlySpan<float> Centroid(int part, byte code) =>
        part == parts - 1 ? centroids.AsSpan(part * Centroids * width + code * lastWidth, lastWidth)
            : centroids.AsSpan((part * Centroids + code) * width, width);
}
