namespace DataCuration.Tabular.Tests;

/// <summary>A column of a file that <see cref="ParquetBytes"/> writes, in one page.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The stored type, as a number of the format.</param>
/// <param name="Values">The encoded values, without nulls.</param>
/// <param name="Encoding">The encoding, as a number of the format.</param>
internal sealed record TestColumn(string Name, int Type, byte[] Values, int Encoding = 0)
{
    /// <summary>True for each row that has a value; null for a required column.</summary>
    public bool[]? Present { get; init; }

    public int? Converted { get; init; }

    public Action<ThriftBytes>? Logical { get; init; }

    public int Length { get; init; }

    public int Scale { get; init; }

    public int Precision { get; init; }

    /// <summary>True for a data page of form 2.</summary>
    public bool IsV2 { get; init; }

    /// <summary>True for levels in the old bit-packed form.</summary>
    public bool HasOldLevels { get; init; }

    /// <summary>The compression that the file declares. The bytes are as given.</summary>
    public int Codec { get; init; }

    /// <summary>The length of the page's content, if it is compressed.</summary>
    public int? UncompressedLength { get; init; }

    public byte[]? Dictionary { get; init; }

    public int DictionaryEntries { get; init; }

    public bool IsEncrypted { get; init; }
}
