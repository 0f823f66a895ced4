using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>The sums of each cluster over documents: numbers, sizes and ratings.</summary>
internal sealed class ClusterTotals(int clusters, int ratings)
{
    public long[] Documents { get; } = new long[clusters];

    public long[] Sizes { get; } = new long[clusters];

    /// <summary>The number of ratings and their sum, by cluster and rating.</summary>
    public long[] Counts { get; } = new long[clusters * ratings];

    public double[] Sums { get; } = new double[clusters * ratings];

    public double Mean(int cluster, int rating) => Sums[(cluster * ratings) + rating] / Counts[(cluster * ratings) + rating];

    public void AddRating(int cluster, int rating, double value)
    {
        Counts[(cluster * ratings) + rating]++;
        Sums[(cluster * ratings) + rating] += value;
    }

    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        foreach (long value in Documents) writer.Write(value);
        foreach (long value in Sizes) writer.Write(value);
        foreach (long value in Counts) writer.Write(value);
        foreach (double value in Sums) writer.Write(value);
    }

    /// <summary>Adds what <see cref="Write"/> wrote.</summary>
    public void AddFrom(Stream stream)
    {
        using var reader = new BinaryReader(stream);
        for (int i = 0; i < Documents.Length; i++) Documents[i] += reader.ReadInt64();
        for (int i = 0; i < Sizes.Length; i++) Sizes[i] += reader.ReadInt64();
        for (int i = 0; i < Counts.Length; i++) Counts[i] += reader.ReadInt64();
        for (int i = 0; i < Sums.Length; i++) Sums[i] += reader.ReadDouble();
    }

    public static string FileName(int shard) => string.Create(CultureInfo.InvariantCulture, $"part-{shard:D5}.totals");
}
