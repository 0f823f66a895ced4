using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Writes the symbols of a shard's documents after each other, as a table with checksums whose rows have a fixed length.</summary>
/// <typeparam name="T">The type of a symbol: a byte or a token id.</typeparam>
/// <param name="output">The task's output.</param>
internal sealed class KeptText<T>(ShardOutput output) where T : unmanaged
{
    private readonly RecordTableWriter<T> table = new(output, KeptText.Name, KeptText.RowSymbols);
    private readonly T[] row = new T[KeptText.RowSymbols];
    private int used;

    /// <summary>The number of symbols.</summary>
    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<T> symbols = MemoryMarshal.Cast<byte, T>(bytes);
        Length += symbols.Length;
        while (!symbols.IsEmpty)
        {
            int count = Math.Min(symbols.Length, row.Length - used);
            symbols[..count].CopyTo(row.AsSpan(used));
            symbols = symbols[count..];
            used += count;
            if (used == row.Length) Put();
        }
    }

    public void Complete()
    {
        row.AsSpan(used).Clear();
        if (used > 0) Put();
        table.Complete();
    }

    private void Put()
    {
        table.Append(table.RowCount, row);
        used = 0;
    }
}

/// <summary>The place of kept texts in an index, and their layout.</summary>
internal static class KeptText
{
    public const string Phase = "texts", Name = "symbols";
    public const int RowSymbols = 4_096;

    /// <summary>Reads symbols of a text.</summary>
    public static void Read<T>(RecordTablePart<T> text, long position, Span<T> symbols) where T : unmanaged
    {
        while (!symbols.IsEmpty)
        {
            ReadOnlySpan<T> row = text.GetRow(position / RowSymbols)[(int)(position % RowSymbols)..];
            int count = Math.Min(row.Length, symbols.Length);
            row[..count].CopyTo(symbols);
            symbols = symbols[count..];
            position += count;
        }
    }
}
