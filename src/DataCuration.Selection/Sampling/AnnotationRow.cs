namespace DataCuration.Selection;

/// <summary>A row of an <see cref="AnnotationTable"/>. A table that is streamed uses one object for all rows.</summary>
internal sealed class AnnotationRow(int groups, int values)
{
    /// <summary>The number of the shard.</summary>
    public int Shard { get; set; }

    /// <summary>The number of the row in its shard.</summary>
    public long Number { get; set; }

    /// <summary>The number of the record in its shard.</summary>
    public long Record { get; set; }

    /// <summary>XxHash3 of the document's id: the key for randomness.</summary>
    public ulong IdHash { get; set; }

    /// <summary>The document's size; -1 if it is unknown.</summary>
    public long Size { get; set; }

    /// <summary>For each group field, the index of the document's value in <see cref="AnnotationTable.GroupNames"/>.</summary>
    public int[] Groups { get; } = new int[groups];

    /// <summary>For each numeric field, its value; NaN if the document has no finite number there.</summary>
    public double[] Values { get; } = new double[values];
}
