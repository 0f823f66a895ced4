namespace DataCuration.Selection;

/// <summary>A row of an <see cref="AnnotationTable"/>: used again for the next row while a table is streamed.</summary>
internal sealed class AnnotationRow(int groups, int values)
{
    /// <summary>The shard.</summary>
    public int Shard { get; set; }

    /// <summary>The row's number in its shard.</summary>
    public long Number { get; set; }

    /// <summary>The record's number in its shard.</summary>
    public long Record { get; set; }

    /// <summary>XxHash3 of the document's id: what randomness is keyed by.</summary>
    public ulong IdHash { get; set; }

    /// <summary>What the document counts; -1 where that is not known.</summary>
    public long Size { get; set; }

    /// <summary>For each group field the number of its value in <see cref="AnnotationTable.GroupNames"/>.</summary>
    public int[] Groups { get; } = new int[groups];

    /// <summary>For each numeric field its value; NaN where the document has none that is finite.</summary>
    public double[] Values { get; } = new double[values];
}
