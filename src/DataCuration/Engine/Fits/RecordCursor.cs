namespace DataCuration;

/// <summary>Reads the rows of a <see cref="RecordTablePart{T}"/> one after the other, without allocating. A fresh cursor is before the first row.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
public struct RecordCursor<T> where T : unmanaged
{
    private readonly RecordTablePart<T> part;
    private long offset;

    internal RecordCursor(RecordTablePart<T> part)
    {
        this.part = part;
        Row = -1;
        Record = 0;
        offset = part.DifferencesStart;
    }

    /// <summary>The number of the current row.</summary>
    public long Row { get; private set; }

    /// <summary>The number of the current row's record in its shard.</summary>
    public long Record { get; private set; }

    /// <summary>The current row's values, in the mapped file.</summary>
    public readonly ReadOnlySpan<T> Values => part.GetRow(Row);

    /// <summary>The current row's first value.</summary>
    public readonly T Value => part.GetRow(Row)[0];

    /// <summary>Moves to the next row.</summary>
    /// <returns>False at the end.</returns>
    public bool Read()
    {
        if (Row + 1 >= part.RowCount) return false;
        Row++;
        Record = part.IsDense ? Row : Record + part.ReadDifference(ref offset);
        return true;
    }
}
