using System.Collections.Immutable;

namespace DataCuration.Tabular;

/// <summary>A row group of a Parquet file.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Bytes">The stored length.</param>
/// <param name="Chunks">The columns' values, by the index of the column.</param>
internal sealed record ParquetGroup(long Rows, long Bytes, ImmutableArray<ParquetChunk> Chunks);
