using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace DataCuration.Tabular;

/// <summary>Reads the rows of a CSV file.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly ReadLimits limits;
    private readonly CsvReadOptions format;
    private readonly SourceFileStream stream;
    private readonly CsvReader reader;
    private readonly Dictionary<long, CsvMalformedReason> malformed = [];
    private readonly string[] names = [];
    private readonly int textColumn;
    private readonly int idColumn;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="segment">The file.</param>
    /// <param name="limits">The limits of the run.</param>
    /// <param name="format">The options.</param>
    /// <param name="warn">Receives messages about the header and their kinds.</param>
    /// <exception cref="InvalidDataException">The file is of another format, or its header is not valid.</exception>
    public CsvFile(SourceSegment segment, ReadLimits limits, CsvReadOptions format, Action<string, string> warn)
    {
        Segment = segment;
        this.limits = limits;
        this.format = format;
        stream = SourceFileStream.Open(segment);
        CheckContent();
        reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = format.Delimiter ?? DefaultDelimiter(segment.Path),
            HasHeader = false, // the header is read as a row, so that it is checked in the same way
            SkipEmptyLines = true,
            TrimWhitespace = false,
            TrackLineNumbers = true,
            // An unclosed quote would swallow the whole file. Above this limit, the start of the next row cannot be found.
            MaxRecordSize = (int)Math.Min(int.MaxValue / 2, Math.Max(64 * 1024, 4L * limits.MaxRecordBytes)),
            MalformedData = CsvMalformedDataHandling.Recover,
            OnMalformedRecord = record => malformed.TryAdd(record.LineNumber, record.Reason),
        });
        try
        {
            if (!Advance())
            {
                warn($"'{segment.Path}' is empty and has no header, so it has no rows. If it should have some, look at the program that wrote it.",
                    "empty files");
                return;
            }
            if (Check(out string message) is not null) throw new InvalidDataException($"'{segment.Path}': the header row is invalid: {message}.");
            if (reader.FieldCount > ColumnNames.MaxColumns)
                throw new InvalidDataException($"'{segment.Path}': its header has {reader.FieldCount} columns; the limit is {ColumnNames.MaxColumns}. "
                    + "Set Delimiter if the columns are separated by another character.");
            names = new string[reader.FieldCount];
            for (int i = 0; i < names.Length; i++) names[i] = reader.GetString(i);
            textColumn = Find(format.TextColumn);
            if (textColumn < 0)
                throw new InvalidDataException(
                    $"'{segment.Path}' has no column '{format.TextColumn}'; its header names {string.Join(", ", names.Select(name => $"'{name}'"))}. "
                        + $"Set TextColumn to one of them{(names.Length == 1 ? ", or Delimiter if the columns are separated by another character" : "")}.");
            idColumn = Find(format.IdColumn);
            NumberNames(warn);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public SourceSegment Segment { get; }

    /// <summary>The byte offset of the row in the decompressed file.</summary>
    public long Offset => reader.ByteOffset;

    /// <summary>The bytes of the row without its line end. Valid until the next row is read.</summary>
    public ReadOnlySpan<byte> RawRow => reader.RawRecord;

    public long BytesRead => stream.BytesRead;

    public bool Read() => names.Length > 0 && Advance();

    /// <summary>Returns the fault reason of the row, or null if the row is valid.</summary>
    public string? Check(out string message)
    {
        ReadOnlySpan<byte> row = RawRow;
        message = "";
        if (malformed.Remove(reader.LineNumber, out CsvMalformedReason reason))
        {
            string what = reason == CsvMalformedReason.StrayQuote ? "an unquoted field contains a quote" : "text follows a closing quote";
            message = $"line {reader.LineNumber}: {what}: {Cut(row)}";
            return RecordFaultReasons.MalformedRow;
        }
        if (names.Length > 0 && reader.FieldCount != names.Length)
        {
            message = $"line {reader.LineNumber} has {reader.FieldCount} fields, the header {names.Length}: {Cut(row)}";
            return RecordFaultReasons.MalformedRow;
        }
        if (row.Length > limits.MaxRecordBytes)
        {
            message = $"the row at line {reader.LineNumber} has {row.Length} bytes; the limit is {limits.MaxRecordBytes}";
            return RecordFaultReasons.RecordTooLong;
        }
        if (Utf8.IsValid(row)) return null;
        message = $"the row at line {reader.LineNumber} is not valid UTF-8: {Cut(row)}";
        return RecordFaultReasons.InvalidUtf8;
    }

    public byte[] GetText() => reader.GetSpan(textColumn).ToArray();

    public byte[] GetId() => idColumn < 0 ? [] : reader.GetSpan(idColumn).ToArray();

    public CsvFields GetFields()
    {
        var fields = new List<KeyValuePair<string, AnnotationValue>>(names.Length);
        for (int i = 0; i < names.Length; i++)
            if (i != textColumn && i != idColumn) fields.Add(new(names[i], CsvFields.Read(reader.GetString(i), format.InferKinds)));
        return new CsvFields(fields);
    }

    public void Dispose()
    {
        reader.Dispose();
        stream.Dispose();
    }

    private static char DefaultDelimiter(string path) =>
        Path.GetExtension(SourceFileStream.WithoutCompression(path)).ToLowerInvariant() is ".tsv" or ".tab" ? '\t' : ',';

    private static string Cut(ReadOnlySpan<byte> row) => row.Length <= 60 ? $"'{Encoding.UTF8.GetString(row)}'" : $"'{Encoding.UTF8.GetString(row[..60])}'…";

    private void CheckContent()
    {
        try
        {
            stream.CheckContent(SourceFormat.Csv);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Gives columns without a name, or with the name of an earlier one, a name of their own.</summary>
    private void NumberNames(Action<string, string> warn)
    {
        var numbered = new ColumnNames(new HashSet<string>(names, StringComparer.Ordinal));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            string name = names[i];
            if (name.Length > 0 && seen.Add(name)) continue;
            names[i] = numbered.Number(name.Length > 0 ? name : "column", name.Length > 0 ? 2 : i + 1);
            string what = name.Length > 0 ? $"column '{name}' more than once: a later one" : $"no name for column {i + 1}: it";
            warn($"'{Segment.Path}': the header has {what} is read as '{names[i]}'. Name the columns differently to choose their names.",
                name.Length > 0 ? $"column '{name}' occurs more than once" : "columns without a name");
        }
    }

    private bool Advance()
    {
        malformed.Remove(reader.LineNumber); // of a skipped row
        try
        {
            if (!reader.Read()) return false;
        }
        catch (CsvFormatException exception)
        {
            throw new InvalidDataException(
                $"'{Segment.Path}': the row after line {reader.LineNumber} is far above the limit of {limits.MaxRecordBytes} bytes, perhaps because a quote is "
                    + $"never closed. {exception.Message}",
                exception);
        }
        if (malformed.TryGetValue(reader.LineNumber, out CsvMalformedReason reason) && reason == CsvMalformedReason.UnterminatedQuote)
            throw new InvalidDataException($"'{Segment.Path}': a quote in the row at line {reader.LineNumber} is never closed, so the rest of the file "
                + $"belongs to that row: {Cut(RawRow)}");
        return true;
    }

    private int Find(string name)
    {
        int place = Array.IndexOf(names, name);
        if (place != Array.LastIndexOf(names, name))
            throw new InvalidDataException($"'{Segment.Path}': its header names column '{name}' twice. Name the columns differently in the file's first line.");
        return place;
    }
}
