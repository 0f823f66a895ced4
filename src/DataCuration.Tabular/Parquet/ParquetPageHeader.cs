namespace DataCuration.Tabular;

/// <summary>The header of a page of a column's values.</summary>
internal readonly record struct ParquetPageHeader
{
    /// <summary>The type of a page of values, form 1.</summary>
    public const int Data = 0;

    /// <summary>The type of a page with the distinct values that other pages refer to.</summary>
    public const int Dictionary = 2;

    /// <summary>The type of a page of values, form 2: its levels are not compressed.</summary>
    public const int DataV2 = 3;

    public int Type { get; init; }

    public int UncompressedLength { get; init; }

    public int CompressedLength { get; init; }

    /// <summary>The number of values, with nulls.</summary>
    public int Values { get; init; }

    public int Encoding { get; init; }

    /// <summary>The encoding of the definition levels in form 1.</summary>
    public int LevelEncoding { get; init; }

    /// <summary>The length of the definition levels in form 2.</summary>
    public int DefinitionLength { get; init; }

    /// <summary>The length of the repetition levels in form 2.</summary>
    public int RepetitionLength { get; init; }

    /// <summary>True if the values of form 2 are compressed.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The bytes from its start on.</param>
    /// <param name="length">Its length.</param>
    /// <exception cref="EndOfStreamException">There are too few bytes.</exception>
    public static ParquetPageHeader Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var reader = new ThriftReader(bytes);
        var header = new ParquetPageHeader { IsCompressed = true };
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out ThriftType type))
        {
            if (id == 1) header = header with { Type = reader.ReadInt32(type) };
            else if (id == 2) header = header with { UncompressedLength = reader.ReadInt32(type) };
            else if (id == 3) header = header with { CompressedLength = reader.ReadInt32(type) };
            else if (id is 5 or 7 or 8 && type == ThriftType.Struct) header = ReadValues(header, id, ref reader);
            else reader.Skip(type);
        }
        reader.EndStruct(outer);
        length = reader.Position;
        if (header.UncompressedLength < 0 || header.CompressedLength < 0 || header.Values < 0 || header.DefinitionLength < 0 || header.RepetitionLength < 0)
            throw new InvalidDataException("a page header has a negative length");
        return header;
    }

    /// <summary>Reads the header of data pages of form 1 (field 5), of dictionary pages (7) or of data pages of form 2 (8).</summary>
    private static ParquetPageHeader ReadValues(ParquetPageHeader header, short form, ref ThriftReader reader)
    {
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out ThriftType type))
        {
            header = (form, id) switch
            {
                (_, 1) => header with { Values = reader.ReadInt32(type) },
                (5 or 7, 2) or (8, 4) => header with { Encoding = reader.ReadInt32(type) },
                (5, 3) => header with { LevelEncoding = reader.ReadInt32(type) },
                (8, 5) => header with { DefinitionLength = reader.ReadInt32(type) },
                (8, 6) => header with { RepetitionLength = reader.ReadInt32(type) },
                (8, 7) => header with { IsCompressed = ThriftReader.ReadBoolean(type) },
                _ => Ignore(header, type, ref reader),
            };
        }
        reader.EndStruct(outer);
        return header;
    }

    private static ParquetPageHeader Ignore(ParquetPageHeader header, ThriftType type, ref ThriftReader reader)
    {
        reader.Skip(type);
        return header;
    }
}
