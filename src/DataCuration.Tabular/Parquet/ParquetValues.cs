using System.Globalization;
using System.Numerics;
using System.Text;

namespace DataCuration.Tabular;

/// <summary>Reads columns as annotations.</summary>
internal static class ParquetValues
{
    /// <summary>Reads a column of a row group.</summary>
    /// <param name="file">The file.</param>
    /// <param name="chunk">The place of the values.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="warn">Receives messages about values that cannot be read, and their kind.</param>
    public static ColumnValues Read(ParquetFile file, ParquetChunk chunk, ParquetLeaf column, int rows, Action<string, string> warn)
    {
        switch (column.Type)
        {
            case ParquetPhysicalType.Boolean:
                return new ColumnValuesOf<bool>(column.Name, Values(new BooleanDecoder()), AnnotationValue.FromBoolean);
            case ParquetPhysicalType.Float:
                return new ColumnValuesOf<float>(column.Name, Values(new NumberDecoder<float>()), static value => AnnotationValue.FromNumber(value));
            case ParquetPhysicalType.Double:
                return new ColumnValuesOf<double>(column.Name, Values(new NumberDecoder<double>()), AnnotationValue.FromNumber);
            case ParquetPhysicalType.Int32:
                int?[] narrow = Values(new NumberDecoder<int>());
                bool isUnsigned = column.Kind == ParquetKind.UnsignedInteger;
                return OfIntegers(Array.ConvertAll(narrow, value => value is { } number ? isUnsigned ? (uint)number : number : (long?)null));
            case ParquetPhysicalType.Int64:
                return OfIntegers(Values(new NumberDecoder<long>()));
            default:
                return OfBytes();
        }

        T?[] Values<T>(PageDecoder<T> decoder)
            where T : struct => ParquetColumnReader.Read(file.Stream, chunk, column, rows, decoder);

        ColumnValues OfIntegers(long?[] values)
        {
            int scale = column.Scale;
            bool isUtc = column.IsUtc;
            switch (column.Kind)
            {
                case ParquetKind.Decimal:
                    return new ColumnValuesOf<long>(column.Name, values, value => DecimalNumbers.ToAnnotation(DecimalNumbers.Format(value, scale)),
                        value => DecimalNumbers.Format(value, scale));
                case ParquetKind.Date:
                    return new ColumnValuesOf<long>(column.Name, values, static value => AnnotationValue.FromString(IsoTimes.FormatDate(value)));
                case ParquetKind.Timestamp:
                    return new ColumnValuesOf<long>(column.Name, values,
                        value => AnnotationValue.FromString(IsoTimes.FormatTimestamp(value, scale, isUtc)));
                case ParquetKind.Time:
                    WarnOfTimes(file, column, values, warn);
                    return new ColumnValuesOf<long>(column.Name, values, value => AnnotationValue.FromString(IsoTimes.FormatTime(value, scale, isUtc)));
                case ParquetKind.UnsignedInteger when column.Type == ParquetPhysicalType.Int64:
                    // As in JSON, an integer above the range of long keeps its digits.
                    return new ColumnValuesOf<long>(column.Name, values, static value => value >= 0 ? AnnotationValue.FromInteger(value)
                        : AnnotationValue.FromJson(Encoding.ASCII.GetBytes(((ulong)value).ToString(CultureInfo.InvariantCulture))));
                default:
                    return new ColumnValuesOf<long>(column.Name, values, AnnotationValue.FromInteger);
            }
        }

        ColumnValues OfBytes()
        {
            ReadOnlyMemory<byte>?[] values = Values(new BytesDecoder(column.Type == ParquetPhysicalType.ByteArray ? null : column.Length));
            int scale = column.Scale;
            Func<ReadOnlyMemory<byte>, AnnotationValue> convert = column.Kind switch
            {
                ParquetKind.Decimal => value => DecimalNumbers.ToAnnotation(FormatDecimal(value, scale)),
                ParquetKind.Json => static value => AnnotationValue.FromJson(value.ToArray()),
                ParquetKind.OldTimestamp => static value => AnnotationValue.FromString(IsoTimes.FormatOldTimestamp(value.Span)),
                ParquetKind.Interval => static value => AnnotationValue.FromString(IsoTimes.FormatInterval(value.Span)),
                ParquetKind.Uuid => static value => AnnotationValue.FromString(new Guid(value.Span, bigEndian: true).ToString()),
                ParquetKind.Half => static value => AnnotationValue.FromNumber((double)System.Buffers.Binary.BinaryPrimitives.ReadHalfLittleEndian(value.Span)),
                // In columns other than text and id, invalid UTF-8 becomes U+FFFD.
                _ => static value => AnnotationValue.FromString(Encoding.UTF8.GetString(value.Span)),
            };
            return new ColumnValuesOf<ReadOnlyMemory<byte>>(column.Name, values, convert,
                column.Kind == ParquetKind.Decimal ? value => FormatDecimal(value, scale) : null);
        }
    }

    private static string FormatDecimal(ReadOnlyMemory<byte> value, int scale) =>
        DecimalNumbers.Format(new BigInteger(value.Span, isUnsigned: false, isBigEndian: true), scale);

    /// <summary>Warns about values outside a day, which are read as null.</summary>
    private static void WarnOfTimes(ParquetFile file, ParquetLeaf column, long?[] values, Action<string, string> warn)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (values[row] is not { } value || IsoTimes.FormatTime(value, column.Scale, isUtc: false) is not null) continue;
            warn(string.Create(CultureInfo.InvariantCulture,
                $"'{file.Path}': column '{column.Name}' has the value {value} in row {row} of a row group, which is not a time of day. It is read as null."),
                $"column '{column.Name}' has values that are not times of day");
            values[row] = null;
        }
    }
}
