namespace DataCuration.FastText;

/// <summary>The n-gram buckets that a pruned model keeps, and their rows, counted from the row after the last word (dictionary.cc, pruneidx).</summary>
internal sealed class PrunedNGrams
{
    private readonly (int Bucket, int Row)[] pairs;
    private readonly Dictionary<int, int> rows;

    public PrunedNGrams((int Bucket, int Row)[] pairs)
    {
        this.pairs = pairs;
        rows = new(pairs.Length);
        foreach ((int bucket, int row) in pairs)
        {
            rows[bucket] = row;
            Rows = Math.Max(Rows, row + 1);
        }
    }

    /// <summary>The number of rows that the buckets need.</summary>
    public int Rows { get; }

    public bool TryGetRow(int bucket, out int row) => rows.TryGetValue(bucket, out row);

    public static PrunedNGrams Read(FastTextFileReader reader, long count)
    {
        reader.RequireRoom("size of the pruned index", count, 8);
        var pairs = new (int, int)[count];
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = (reader.ReadInt32("pruned index", 0, int.MaxValue), reader.ReadInt32("pruned index", 0, (int)count - 1));
        return new(pairs);
    }

    public void Write(FastTextFileWriter writer)
    {
        foreach ((int bucket, int row) in pairs)
        {
            writer.Write(bucket);
            writer.Write(row);
        }
    }

    public long Count => pairs.Length;
}
