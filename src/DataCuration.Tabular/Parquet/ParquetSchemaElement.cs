using System.Collections.Immutable;

namespace DataCuration.Tabular;

/// <summary>A node of a Parquet file's schema.</summary>
internal sealed record ParquetSchemaElement
{
    private const int Optional = 1;
    private const int Repeated = 2;

    public string Name { get; private init; } = "";

    public int Children { get; private init; }

    private ParquetPhysicalType Type { get; init; }

    private int Length { get; init; }

    private int Repetition { get; init; }

    private int? Converted { get; init; }

    private int Scale { get; init; }

    private ParquetKind? Logical { get; init; }

    private bool IsUtc { get; init; }

    private bool IsUnsigned { get; init; }

    /// <summary>Reads a node.</summary>
    public static ParquetSchemaElement Read(ref ThriftReader reader)
    {
        var element = new ParquetSchemaElement();
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out ThriftType type))
        {
            switch (id)
            {
                case 1: element = element with { Type = (ParquetPhysicalType)reader.ReadInt32(type) }; break;
                case 2: element = element with { Length = reader.ReadInt32(type) }; break;
                case 3: element = element with { Repetition = reader.ReadInt32(type) }; break;
                case 4: element = element with { Name = reader.ReadString(type) }; break;
                case 5: element = element with { Children = reader.ReadInt32(type) }; break;
                case 6: element = element with { Converted = reader.ReadInt32(type) }; break;
                case 7: element = element with { Scale = reader.ReadInt32(type) }; break;
                case 10 when type == ThriftType.Struct: element = element.ReadLogicalType(ref reader); break;
                default: reader.Skip(type); break;
            }
        }
        reader.EndStruct(outer);
        return element;
    }

    /// <summary>Returns the top-level columns. The first element is the root, and the others follow depth first.</summary>
    public static ImmutableArray<ParquetLeaf> ToColumns(List<ParquetSchemaElement> elements)
    {
        var columns = ImmutableArray.CreateBuilder<ParquetLeaf>();
        if (elements.Count > 0 && elements[0].Children > ColumnNames.MaxColumns)
            throw new InvalidDataException($"it has {elements[0].Children} columns; the limit is {ColumnNames.MaxColumns}");
        var names = new ColumnNames(new HashSet<string>(elements.Skip(1).Select(element => element.Name), StringComparer.Ordinal));
        var used = new HashSet<string>(StringComparer.Ordinal);
        int next = 1;
        int chunk = 0;
        for (int i = 0; elements.Count > 0 && i < elements[0].Children; i++)
        {
            if (next >= elements.Count) throw new InvalidDataException("its schema ends too early");
            ParquetSchemaElement element = elements[next++];
            string name = used.Add(element.Name) ? element.Name : names.Number(element.Name);
            used.Add(name);
            if (element.Children > 0)
            {
                columns.Add(new(name, element.Name, chunk, default, ParquetKind.Nested));
                for (int left = element.Children; left > 0; left--)
                {
                    if (next >= elements.Count) throw new InvalidDataException("its schema ends too early");
                    left += elements[next].Children;
                    if (elements[next++].Children == 0) chunk++;
                }
            }
            else
            {
                columns.Add(element.ToLeaf(name, chunk++));
            }
        }
        return columns.ToImmutable();
    }

    private ParquetLeaf ToLeaf(string name, int chunk)
    {
        (ParquetKind kind, int scale, bool isUtc) = Repetition == Repeated ? (ParquetKind.Nested, 0, false) : Meaning();
        return new(name, Name, chunk, Type, kind)
        {
            IsOptional = Repetition == Optional,
            Length = Type == ParquetPhysicalType.Int96 ? 12 : Length,
            Scale = scale,
            IsUtc = isUtc,
        };
    }

    /// <summary>Returns the meaning of the values. A meaning that does not fit the stored type is ignored, as other readers do.</summary>
    private (ParquetKind Kind, int Scale, bool IsUtc) Meaning()
    {
        ParquetKind? kind = Logical;
        int scale = Scale;
        bool isUtc = IsUtc;
        bool isUnsigned = IsUnsigned;
        if (kind is null && Converted is { } converted)
        {
            (kind, scale, isUtc, isUnsigned) = converted switch
            {
                0 or 4 => (ParquetKind.Text, 0, false, false),
                5 => (ParquetKind.Decimal, Scale, false, false),
                6 => (ParquetKind.Date, 0, false, false),
                // Times of day had no zone in practice. Timestamps of this older form are in UTC by the format's definition.
                7 => (ParquetKind.Time, 3, false, false),
                8 => (ParquetKind.Time, 6, false, false),
                9 => (ParquetKind.Timestamp, 3, true, false),
                10 => (ParquetKind.Timestamp, 6, true, false),
                >= 11 and <= 14 => (ParquetKind.Integer, 0, false, true),
                >= 15 and <= 18 => (ParquetKind.Integer, 0, false, false),
                19 => (ParquetKind.Json, 0, false, false),
                21 => (ParquetKind.Interval, 0, false, false),
                _ => ((ParquetKind?)null, 0, false, false),
            };
        }
        bool isBytes = Type is ParquetPhysicalType.ByteArray or ParquetPhysicalType.FixedByteArray;
        bool isInteger = Type is ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64;
        bool fits = kind switch
        {
            ParquetKind.Text or ParquetKind.Json => isBytes,
            ParquetKind.Decimal => (isBytes || isInteger) && scale is >= 0 and <= 10_000,
            ParquetKind.Date => Type == ParquetPhysicalType.Int32,
            ParquetKind.Time => isInteger,
            ParquetKind.Timestamp => Type == ParquetPhysicalType.Int64,
            ParquetKind.Integer => isInteger,
            ParquetKind.Interval => Type == ParquetPhysicalType.FixedByteArray && Length == 12,
            ParquetKind.Uuid => Type == ParquetPhysicalType.FixedByteArray && Length == 16,
            ParquetKind.Half => Type == ParquetPhysicalType.FixedByteArray && Length == 2,
            _ => false,
        };
        if (fits) return (kind == ParquetKind.Integer && isUnsigned ? ParquetKind.UnsignedInteger : kind!.Value, scale, isUtc);
        return (Type switch
        {
            ParquetPhysicalType.Boolean => ParquetKind.Boolean,
            ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64 => ParquetKind.Integer,
            ParquetPhysicalType.Int96 => ParquetKind.OldTimestamp,
            ParquetPhysicalType.Float => ParquetKind.Float,
            ParquetPhysicalType.Double => ParquetKind.Double,
            _ => ParquetKind.Bytes,
        }, 0, false);
    }

    private ParquetSchemaElement ReadLogicalType(ref ThriftReader reader)
    {
        ParquetSchemaElement element = this;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out ThriftType type))
        {
            element = id switch
            {
                1 or 4 => element with { Logical = ParquetKind.Text },
                5 => element with { Logical = ParquetKind.Decimal },
                6 => element with { Logical = ParquetKind.Date },
                7 => element with { Logical = ParquetKind.Time },
                8 => element with { Logical = ParquetKind.Timestamp },
                10 => element with { Logical = ParquetKind.Integer, IsUnsigned = true },
                12 => element with { Logical = ParquetKind.Json },
                14 => element with { Logical = ParquetKind.Uuid },
                15 => element with { Logical = ParquetKind.Half },
                _ => element,
            };
            if (type != ThriftType.Struct || id is not (5 or 7 or 8 or 10)) reader.Skip(type);
            else element = element.ReadParameters(ref reader, id);
        }
        reader.EndStruct(outer);
        return element;
    }

    private ParquetSchemaElement ReadParameters(ref ThriftReader reader, short logical)
    {
        ParquetSchemaElement element = this;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out ThriftType type))
        {
            if (logical == 5 && id == 1) element = element with { Scale = reader.ReadInt32(type) };
            else if (logical == 10 && id == 2) element = element with { IsUnsigned = !ThriftReader.ReadBoolean(type) };
            else if (logical is 7 or 8 && id == 1) element = element with { IsUtc = ThriftReader.ReadBoolean(type) };
            else if (logical is 7 or 8 && id == 2 && type == ThriftType.Struct) element = element with { Scale = ReadUnit(ref reader) };
            else reader.Skip(type);
        }
        reader.EndStruct(outer);
        return element;
    }

    /// <summary>Reads a unit of time as a number of decimal places of seconds.</summary>
    private static int ReadUnit(ref ThriftReader reader)
    {
        int places = 6;
        short outer = reader.BeginStruct();
        while (reader.NextField(out short id, out ThriftType type))
        {
            places = id switch { 1 => 3, 3 => 9, _ => 6 };
            reader.Skip(type);
        }
        reader.EndStruct(outer);
        return places;
    }
}
