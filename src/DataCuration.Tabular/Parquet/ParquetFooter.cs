using System.Collections.Immutable;

namespace DataCuration.Tabular;

/// <summary>The metadata at the end of a Parquet file (github.com/apache/parquet-format, parquet.thrift).</summary>
/// <param name="Columns">The top-level columns, in their order.</param>
/// <param name="Groups">The row groups.</param>
/// <param name="Properties">The key-value metadata.</param>
internal sealed record ParquetFooter(
    ImmutableArray<ParquetLeaf> Columns, ImmutableArray<ParquetGroup> Groups, IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>Parses the metadata.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    public static ParquetFooter Parse(ReadOnlySpan<byte> bytes)
    {
        var reader = new ThriftReader(bytes);
        var elements = new List<ParquetSchemaElement>();
        var groups = ImmutableArray.CreateBuilder<ParquetGroup>();
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out ThriftType type))
        {
            switch (id)
            {
                case 2:
                    int count = reader.BeginList(type, out _);
                    for (int i = 0; i < count; i++) elements.Add(ParquetSchemaElement.Read(ref reader));
                    break;
                case 4:
                    count = reader.BeginList(type, out _);
                    for (int i = 0; i < count; i++) groups.Add(ReadGroup(ref reader));
                    break;
                case 5:
                    count = reader.BeginList(type, out _);
                    for (int i = 0; i < count; i++) ReadProperty(ref reader, properties);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
        reader.EndStruct(outer);
        return new(ParquetSchemaElement.ToColumns(elements), groups.ToImmutable(), properties);
    }

    private static void ReadProperty(ref ThriftReader reader, Dictionary<string, string> properties)
    {
        string key = "";
        string value = "";
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out ThriftType type))
        {
            if (id == 1) key = reader.ReadString(type);
            else if (id == 2) value = reader.ReadString(type);
            else reader.Skip(type);
        }
        reader.EndStruct(outer);
        properties[key] = value;
    }

    private static ParquetGroup ReadGroup(ref ThriftReader reader)
    {
        var chunks = ImmutableArray.CreateBuilder<ParquetChunk>();
        long rows = 0;
        long? stored = null;
        long total = 0;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out ThriftType type))
        {
            switch (id)
            {
                case 1:
                    int count = reader.BeginList(type, out _);
                    for (int i = 0; i < count; i++) chunks.Add(ReadChunk(ref reader));
                    break;
                case 2:
                    total = reader.ReadInteger(type);
                    break;
                case 3:
                    rows = reader.ReadInteger(type);
                    break;
                case 6:
                    stored = reader.ReadInteger(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
        reader.EndStruct(outer);
        if (rows is < 0 or > int.MaxValue) throw new InvalidDataException($"it has a row group of {rows} rows");
        return new(rows, Math.Max(0, stored ?? total), chunks.ToImmutable());
    }

    private static ParquetChunk ReadChunk(ref ThriftReader reader)
    {
        ParquetChunk? chunk = null;
        string? obstacle = null;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out ThriftType type))
        {
            switch (id)
            {
                case 1:
                    if (reader.ReadString(type) is { Length: > 0 } file) obstacle = $"its values are in another file, '{file}'";
                    break;
                case 3 when type == ThriftType.Struct:
                    chunk = ReadChunkMetadata(ref reader);
                    break;
                case 8:
                    obstacle = "it is encrypted";
                    reader.Skip(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
        reader.EndStruct(outer);
        return (chunk ?? new()) with { Obstacle = obstacle ?? (chunk is null ? "the file says nothing about its place" : null) };
    }

    private static ParquetChunk ReadChunkMetadata(ref ThriftReader reader)
    {
        var chunk = new ParquetChunk();
        long dataPage = 0;
        long dictionaryPage = 0;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out ThriftType type))
        {
            switch (id)
            {
                case 2:
                    var encodings = ImmutableArray.CreateBuilder<int>();
                    int count = reader.BeginList(type, out ThriftType element);
                    for (int i = 0; i < count; i++) encodings.Add(reader.ReadInt32(element));
                    chunk = chunk with { Encodings = encodings.ToImmutable() };
                    break;
                case 4:
                    chunk = chunk with { Codec = reader.ReadInt32(type) };
                    break;
                case 5:
                    chunk = chunk with { Values = reader.ReadInteger(type) };
                    break;
                case 6:
                    chunk = chunk with { UncompressedLength = reader.ReadInteger(type) };
                    break;
                case 7:
                    chunk = chunk with { Length = reader.ReadInteger(type) };
                    break;
                case 9:
                    dataPage = reader.ReadInteger(type);
                    break;
                case 11:
                    dictionaryPage = reader.ReadInteger(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }
        reader.EndStruct(outer);
        // Some writers set the offset of a dictionary that does not exist to 0.
        return chunk with { Start = dictionaryPage > 0 ? Math.Min(dictionaryPage, dataPage) : dataPage };
    }
}
