namespace DataCuration.Tabular;

/// <summary>A page of a column's values.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Levels">The definition levels of a page of form 2. In form 1 they are in front of the values.</param>
/// <param name="Content">The decompressed content.</param>
internal readonly record struct ParquetPage(ParquetPageHeader Header, ReadOnlyMemory<byte> Levels, ReadOnlyMemory<byte> Content);
