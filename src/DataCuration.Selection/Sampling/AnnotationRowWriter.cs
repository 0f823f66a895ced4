namespace DataCuration.Selection;

/// <summary>Writes the rows of an <see cref="AnnotationTable"/> for one shard, as record tables.</summary>
internal sealed class AnnotationRowWriter
{
    private readonly RecordTableWriter<AnnotationSize> sizes;
    private readonly RecordTableWriter<int>? groups;
    private readonly RecordTableWriter<double>? values;

    /// <param name="output">The task's output.</param>
    /// <param name="groups">The number of group fields.</param>
    /// <param name="values">The number of numeric fields.</param>
    public AnnotationRowWriter(ShardOutput output, int groups, int values)
    {
        sizes = new(output, AnnotationTable.SizesName);
        this.groups = groups == 0 ? null : new(output, AnnotationTable.GroupNumbersName, groups);
        this.values = values == 0 ? null : new(output, AnnotationTable.ValuesName, values);
    }

    /// <summary>Adds a row. Group numbers are those of the shard.</summary>
    public void Append(long record, ulong idHash, long size, ReadOnlySpan<int> groupNumbers, ReadOnlySpan<double> numbers)
    {
        sizes.Append(record, new AnnotationSize(idHash, size));
        groups?.Append(record, groupNumbers);
        values?.Append(record, numbers);
    }

    public void Complete()
    {
        sizes.Complete();
        groups?.Complete();
        values?.Complete();
    }
}
