using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace DataCuration.Tabular;

/// <summary>The columns that a source reads from a file.</summary>
/// <param name="Text">The text column.</param>
/// <param name="Id">The id column; null if the file has no such column.</param>
/// <param name="Others">The columns that become annotations.</param>
internal sealed record ParquetColumns(DataField Text, DataField? Id, IReadOnlyList<DataField> Others)
{
    private delegate Task<ColumnValues> Read(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken);

    private static readonly Dictionary<Type, Read> Readers = new()
    {
        [typeof(bool)] = For<bool>(AnnotationValue.FromBoolean),
        [typeof(sbyte)] = For<sbyte>(static value => AnnotationValue.FromInteger(value)),
        [typeof(byte)] = For<byte>(static value => AnnotationValue.FromInteger(value)),
        [typeof(short)] = For<short>(static value => AnnotationValue.FromInteger(value)),
        [typeof(ushort)] = For<ushort>(static value => AnnotationValue.FromInteger(value)),
        [typeof(int)] = For<int>(static value => AnnotationValue.FromInteger(value)),
        [typeof(uint)] = For<uint>(static value => AnnotationValue.FromInteger(value)),
        [typeof(long)] = For<long>(AnnotationValue.FromInteger),
        // As in JSON, an integer above the range of long keeps its digits.
        [typeof(ulong)] = For<ulong>(static value => value <= long.MaxValue
            ? AnnotationValue.FromInteger((long)value)
            : AnnotationValue.FromJson(Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)))),
        [typeof(float)] = For<float>(static value => AnnotationValue.FromNumber(value)),
        [typeof(double)] = For<double>(AnnotationValue.FromNumber),
        [typeof(decimal)] = For<decimal>(static value => AnnotationValue.FromNumber((double)value)),
        [typeof(ReadOnlyMemory<char>)] = For<ReadOnlyMemory<char>>(static value => AnnotationValue.FromString(value.ToString())),
        [typeof(DateTime)] = For<DateTime>(static value => AnnotationValue.FromString(FormatTime(value))),
        [typeof(DateOnly)] = For<DateOnly>(static value => AnnotationValue.FromString(value.ToString("O", CultureInfo.InvariantCulture))),
        [typeof(TimeOnly)] = For<TimeOnly>(static value => AnnotationValue.FromString(value.ToString("O", CultureInfo.InvariantCulture))),
        [typeof(TimeSpan)] = For<TimeSpan>(static value => AnnotationValue.FromString(value.ToString("c", CultureInfo.InvariantCulture))),
        [typeof(Guid)] = For<Guid>(static value => AnnotationValue.FromString(value.ToString())),
    };

    /// <summary>Finds the columns in a file's schema.</summary>
    /// <exception cref="InvalidDataException">A required column is missing or has an unsupported type.</exception>
    public static ParquetColumns Resolve(ParquetSchema schema, string path, ParquetReadOptions options)
    {
        DataField text = Find(options.TextColumn);
        if (!IsText(text)) throw new InvalidDataException($"'{path}': text column '{options.TextColumn}' holds {Describe(text)}, not strings.");
        DataField? id = schema.Fields.Any(field => field.Name == options.IdColumn) ? Find(options.IdColumn) : null;
        if (id is not null && !IsText(id) && !Readers.ContainsKey(id.ClrType))
            throw new InvalidDataException($"'{path}': id column '{options.IdColumn}' holds {Describe(id)}, not strings or numbers.");
        var others = new List<DataField>();
        if (options.Columns is null)
        {
            foreach (Field field in schema.Fields)
                if (field is DataField data && field.Name != text.Name && field.Name != id?.Name && IsScalar(data)) others.Add(data);
        }
        else
        {
            foreach (string name in options.Columns)
            {
                DataField field = Find(name);
                if (!IsScalar(field)) throw new InvalidDataException($"'{path}': column '{name}' holds {Describe(field)}, which cannot become an annotation.");
                if (field.Name != text.Name && field.Name != id?.Name) others.Add(field);
            }
        }
        return new(text, id, others);

        DataField Find(string name)
        {
            Field? field = schema.Fields.FirstOrDefault(candidate => candidate.Name == name)
                ?? throw new InvalidDataException(
                    $"'{path}' has no column '{name}'; it has {string.Join(", ", schema.Fields.Select(candidate => $"'{candidate.Name}'"))}.");
            return field is DataField { IsArray: false } data ? data
                : throw new InvalidDataException($"'{path}': column '{name}' is nested ({field.SchemaType}).");
        }
    }

    /// <summary>Reads a column as annotations.</summary>
    public static Task<ColumnValues> ReadAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken) =>
        IsJson(field)
            ? For<ReadOnlyMemory<byte>>(static value => AnnotationValue.FromJson(value.ToArray()))(group, field, cancellationToken)
            : Readers[field.ClrType](group, field, cancellationToken);

    /// <summary>Reads the stored bytes of a column of strings or bytes. Nulls stay null.</summary>
    /// <remarks>
    /// Parquet.Net silently replaces invalid UTF-8 when it decodes strings. Strings and bytes are stored in the same way, and Parquet.Net decodes by the
    /// field that is passed. A byte field of the same name and nullability, in a schema that sets its path, therefore reads the bytes.
    /// </remarks>
    public static Task<ReadOnlyMemory<byte>?[]> ReadBytesAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken) =>
        ReadValuesAsync<ReadOnlyMemory<byte>>(group, IsBytes(field) ? field
            : new ParquetSchema(new DataField(field.Name, typeof(byte[]), field.IsNullable)).DataFields[0], cancellationToken);

    /// <summary>Reads a column of a row group. Nulls stay null.</summary>
    private static async Task<T?[]> ReadValuesAsync<T>(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
        where T : struct
    {
        var values = new T?[group.RowCount];
        if (values.Length == 0) return values;
        if (field.IsNullable)
        {
            await group.ReadAsync<T>(field, values.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return values;
        }
        var required = new T[group.RowCount];
        await group.ReadAsync<T>(field, required.AsMemory(), null, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < required.Length; i++) values[i] = required[i];
        return values;
    }

    private static bool IsBytes(DataField field) => field.ClrType == typeof(ReadOnlyMemory<byte>) || field.ClrType == typeof(byte[]);

    /// <summary>Formats a time. Parquet.Net reads times without a zone as local times; an offset would be wrong and would depend on the machine.</summary>
    private static string FormatTime(DateTime value) =>
        (value.Kind == DateTimeKind.Utc ? value : DateTime.SpecifyKind(value, DateTimeKind.Unspecified)).ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Returns true for columns of strings, and of bytes that may be UTF-8.</summary>
    public static bool IsText(DataField field) => field.ClrType == typeof(ReadOnlyMemory<char>) || field.ClrType == typeof(string) || IsBytes(field);

    private static bool IsJson(DataField field) => IsBytes(field) && field.SchemaElement?.LogicalType?.JSON is not null;

    private static bool IsScalar(DataField field) => !field.IsArray && (Readers.ContainsKey(field.ClrType) || IsJson(field));

    private static string Describe(DataField field) => $"{(field.IsArray ? "lists of " : "")}{(IsBytes(field) ? "bytes" : field.ClrType.Name)}";

    private static Read For<T>(Func<T, AnnotationValue> convert)
        where T : struct =>
        async (group, field, cancellationToken) =>
            new ColumnValuesOf<T>(field.Name, await ReadValuesAsync<T>(group, field, cancellationToken).ConfigureAwait(false), convert);
}
