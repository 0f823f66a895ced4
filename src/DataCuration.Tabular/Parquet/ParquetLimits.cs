namespace DataCuration.Tabular;

/// <summary>Limits of the rows that a row group may claim. A column of one value takes a few bytes for any number of rows, and so does a lie.</summary>
internal static class ParquetLimits
{
    /// <summary>The rows of a column that need no content: 16 Mi (our choice; writers make groups of at most a few million).</summary>
    public const long FreeRows = 16 << 20;

    /// <summary>The values of all columns of a row group that need no content: 256 Mi (our choice).</summary>
    public const long FreeValues = 256 << 20;

    /// <summary>Above, the values that each stored byte may stand for (our choice; pages of one value come near it).</summary>
    public const long ValuesPerByte = 1024;

    /// <summary>Checks a row group before memory for its rows is allocated.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="fileLength">The length of the file.</param>
    /// <exception cref="InvalidDataException">The group claims more rows than its content can stand for. The message names the column.</exception>
    public static void Check(ParquetGroup group, IReadOnlyCollection<ParquetLeaf> columns, long fileLength)
    {
        long all = 0;
        foreach (ParquetLeaf column in columns)
        {
            if (column.Chunk >= group.Chunks.Length) continue; // said where the column is read
            long bytes = Math.Clamp(group.Chunks[column.Chunk].Length, 0, fileLength);
            if (group.Rows > Math.Max(FreeRows, bytes * ValuesPerByte))
            {
                throw new InvalidDataException($"column '{column.Name}' claims {group.Rows} rows in {bytes} bytes; the limit is {FreeRows} rows, or "
                    + $"{ValuesPerByte} for each byte. If the file is right, write it again with smaller row groups");
            }
            all += bytes;
        }
        // Columns may overlap, so that together they have at most the bytes of the file.
        all = Math.Min(all, fileLength);
        if (group.Rows * columns.Count > Math.Max(FreeValues, all * ValuesPerByte))
        {
            throw new InvalidDataException($"a row group claims {group.Rows} rows in each of {columns.Count} columns, from '{columns.First().Name}' to "
                + $"'{columns.Last().Name}', in {all} bytes; the limit is {FreeValues} values, or {ValuesPerByte} for each byte. If the file is right, write "
                + "it again with smaller row groups, or set Columns to the columns that are needed");
        }
    }
}
