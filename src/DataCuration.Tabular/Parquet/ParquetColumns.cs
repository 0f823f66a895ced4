namespace DataCuration.Tabular;

/// <summary>The columns that a source reads from a file.</summary>
/// <param name="Text">The text column.</param>
/// <param name="Id">The id column; null if the file has no such column.</param>
/// <param name="Others">The columns that become annotations.</param>
/// <param name="IsChosen">True if the options name the other columns: each must be readable then.</param>
internal sealed record ParquetColumns(ParquetLeaf Text, ParquetLeaf? Id, IReadOnlyList<ParquetLeaf> Others, bool IsChosen)
{
    /// <summary>Finds the columns of a file.</summary>
    /// <exception cref="InvalidDataException">A required column is missing or has an unsupported type.</exception>
    public static ParquetColumns Resolve(ParquetFile file, ParquetReadOptions options)
    {
        string path = file.Path;
        IReadOnlyList<ParquetLeaf> columns = file.Footer.Columns;
        ParquetLeaf text = Find(options.TextColumn, nameof(options.TextColumn));
        if (!text.IsBytes) throw new InvalidDataException($"'{path}': text column '{options.TextColumn}' holds {text.Describe()}, not strings.");
        ParquetLeaf? id = columns.Any(column => column.Name == options.IdColumn) ? Find(options.IdColumn, nameof(options.IdColumn)) : null;
        if (id is { IsBytes: false, IsScalar: false })
            throw new InvalidDataException($"'{path}': id column '{options.IdColumn}' holds {id.Describe()}, not strings or numbers.");
        var others = new List<ParquetLeaf>();
        if (options.Columns is null)
        {
            others.AddRange(columns.Where(column => column != text && column != id && column.IsScalar));
        }
        else
        {
            foreach (string name in options.Columns)
            {
                ParquetLeaf column = Find(name, nameof(options.Columns));
                if (!column.IsScalar)
                    throw new InvalidDataException($"'{path}': column '{name}' holds {column.Describe()}, which cannot become an annotation.");
                if (column != text && column != id) others.Add(column);
            }
        }
        return new(text, id, others, options.Columns is not null);

        ParquetLeaf Find(string name, string option)
        {
            ParquetLeaf found = columns.FirstOrDefault(column => column.Name == name) ?? throw new InvalidDataException(
                $"'{path}' has no column '{name}'; it has {string.Join(", ", columns.Select(column => $"'{column.Name}'"))}. Set {option} to one of them.");
            if (option != nameof(options.Columns) && columns.Any(column => column != found && column.StoredName == name))
                throw new InvalidDataException($"'{path}' has column '{name}' twice. Write the file again with different names.");
            return found;
        }
    }

    /// <summary>Warns about columns that are left out or have another name than in the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="warn">Receives messages and their kinds.</param>
    public void Warn(ParquetFile file, Action<string, string> warn)
    {
        if (IsChosen) return;
        foreach (ParquetLeaf column in file.Footer.Columns)
        {
            if (column == Text || column == Id) continue;
            if (!column.IsScalar)
                warn($"'{file.Path}': column '{column.Name}' holds {column.Describe()}, which cannot become an annotation. It is left out.",
                    $"column '{column.Name}' is left out: {column.Describe()}");
            else if (column.Name != column.StoredName)
                warn($"'{file.Path}' has column '{column.StoredName}' more than once. A later one is read as '{column.Name}'.",
                    $"column '{column.StoredName}' occurs more than once");
        }
    }

    /// <summary>Reads the stored bytes of a column of strings or bytes. They may be invalid UTF-8. Nulls stay null.</summary>
    /// <exception cref="InvalidDataException">They cannot be read.</exception>
    public static ReadOnlyMemory<byte>?[] ReadBytes(ParquetFile file, ParquetGroup group, ParquetLeaf column)
    {
        try
        {
            return ParquetFile.Guard(file.Path, () => ParquetColumnReader.Read(file.Stream, Chunk(group, column), column, (int)group.Rows,
                new BytesDecoder(column.Type == ParquetPhysicalType.FixedByteArray ? column.Length : null)));
        }
        catch (NotSupportedException exception)
        {
            throw Unreadable(file, column, exception);
        }
    }

    /// <summary>Reads the annotations of a row group. A column whose encoding is unknown is left out with a warning, unless the options name it.</summary>
    public List<ColumnValues> ReadOthers(ParquetFile file, ParquetGroup group, Action<string, string> warn)
    {
        var read = new List<ColumnValues>(Others.Count);
        foreach (ParquetLeaf column in Others)
        {
            try
            {
                read.Add(ReadValues(file, group, column, warn));
            }
            catch (NotSupportedException exception) when (!IsChosen)
            {
                warn($"'{file.Path}': column '{column.Name}' is left out, because it cannot be read: {exception.Message}. Id, text and the other columns are "
                    + "read. Write the column with another encoding to keep it.", $"column '{column.Name}' is left out: {exception.Message}");
            }
            catch (NotSupportedException exception)
            {
                throw Unreadable(file, column, exception);
            }
        }
        return read;
    }

    /// <summary>Reads a column's values.</summary>
    /// <exception cref="NotSupportedException">The encoding or compression is unknown.</exception>
    public static ColumnValues ReadValues(ParquetFile file, ParquetGroup group, ParquetLeaf column, Action<string, string> warn) =>
        ParquetFile.Guard(file.Path, () => ParquetValues.Read(file, Chunk(group, column), column, (int)group.Rows, warn));

    /// <summary>The exception for a column that is needed and cannot be read.</summary>
    public static InvalidDataException Unreadable(ParquetFile file, ParquetLeaf column, NotSupportedException exception) =>
        new($"'{file.Path}': column '{column.Name}' cannot be read: {exception.Message}. Write the file again with another encoding or compression.",
            exception);

    private static ParquetChunk Chunk(ParquetGroup group, ParquetLeaf column) => column.Chunk < group.Chunks.Length ? group.Chunks[column.Chunk]
        : throw new InvalidDataException($"a row group has {group.Chunks.Length} columns, and the schema has more");
}
