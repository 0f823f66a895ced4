using System.Collections.Immutable;

namespace DataCuration.Tabular;

/// <summary>The place of a column's values in a row group.</summary>
internal sealed record ParquetChunk
{
    /// <summary>The offset of the first page.</summary>
    public long Start { get; init; }

    /// <summary>The stored length of the pages with their headers.</summary>
    public long Length { get; init; }

    /// <summary>The length of the pages without compression.</summary>
    public long UncompressedLength { get; init; }

    /// <summary>The number of values, with nulls.</summary>
    public long Values { get; init; }

    /// <summary>The compression, as a number of the format.</summary>
    public int Codec { get; init; }

    /// <summary>The encodings of the pages, as numbers of the format.</summary>
    public ImmutableArray<int> Encodings { get; init; } = [];

    /// <summary>The reason for which the values cannot be read; null if they can be.</summary>
    public string? Obstacle { get; init; }
}
