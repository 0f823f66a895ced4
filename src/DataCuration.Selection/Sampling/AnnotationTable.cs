using System.Collections.Immutable;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// The numeric annotations, groups and sizes of all documents of a corpus, in record tables that are streamed and never held in memory. A row has the
/// shard's own number for each group value. The names of the values are in a JSON file beside the table.
/// </summary>
internal sealed class AnnotationTable
{
    public const string SizesName = "sizes";
    public const string GroupNumbersName = "group-numbers";
    public const string ValuesName = "values";
    public const string GroupsSuffix = ".groups";
    private readonly PhaseFiles files;
    private readonly int groups, values;
    private readonly int[][][] globalGroups;

    public AnnotationTable(PhaseFiles files, int groups, int values)
    {
        this.files = files;
        this.groups = groups;
        this.values = values;
        string[][][] names = [.. Enumerable.Range(0, files.TaskCount).Select(ReadGroups)];
        GroupNames = [.. Enumerable.Range(0, groups)
            .Select(g => names.SelectMany(shard => shard[g]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray())];
        globalGroups = new int[names.Length][][];
        for (int shard = 0; shard < names.Length; shard++)
            globalGroups[shard] =
                [.. names[shard].Select((local, g) => local.Select(name => GroupNames[g].BinarySearch(name, StringComparer.Ordinal)).ToArray())];
    }

    /// <summary>The values of each group field, in ordinal order. The empty name is for documents without the field.</summary>
    public ImmutableArray<ImmutableArray<string>> GroupNames { get; }

    public int ShardCount => files.TaskCount;

    /// <summary>The number of rows: the documents that reached the end of the corpus's stages.</summary>
    public long RowCount => files.Report.Kept;

    /// <summary>The fields of documents that lack a value, a group or a size.</summary>
    public FieldNames Fields => FieldNames.Read(files);

    /// <summary>Returns the number of records in a shard, including faulty and dropped ones.</summary>
    public long RecordsOf(int shard) => files.GetRecordCount(shard);

    /// <summary>Creates the bits of a shard, all clear: one for each record, or one for each row if a stage made several rows of a record.</summary>
    public ulong[] CreateBits(int shard) => new ulong[(Math.Max(RecordsOf(shard), files.Report.Shards[shard].Stages[^1].Kept) + 63) / 64];

    /// <summary>Reads all rows, in the corpus's order. All rows are the same object.</summary>
    public IEnumerable<AnnotationRow> Rows(CancellationToken cancellationToken)
    {
        for (int shard = 0; shard < ShardCount; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (AnnotationRow row in RowsOf(shard)) yield return row;
        }
    }

    /// <summary>Reads the rows of one shard. All rows are the same object.</summary>
    public IEnumerable<AnnotationRow> RowsOf(int shard)
    {
        using var sizeTable = new RecordTable<AnnotationSize>(files, SizesName);
        using var groupTable = new RecordTable<int>(files, GroupNumbersName);
        using var valueTable = new RecordTable<double>(files, ValuesName);
        using RecordTablePart<AnnotationSize>? sizes = sizeTable.OpenShard(shard);
        if (sizes is null) yield break;
        using RecordTablePart<int>? groupNumbers = groups == 0 ? null : Checked(groupTable.OpenShard(shard), sizes, groups);
        using RecordTablePart<double>? numbers = values == 0 ? null : Checked(valueTable.OpenShard(shard), sizes, values);
        var row = new AnnotationRow(groups, values) { Shard = shard };
        for (RecordCursor<AnnotationSize> cursor = sizes.Read(); cursor.Read();)
        {
            row.Number = cursor.Row;
            row.Record = cursor.Record;
            (row.IdHash, row.Size) = cursor.Value;
            for (int g = 0; g < groups; g++) row.Groups[g] = globalGroups[shard][g][groupNumbers!.GetRow(cursor.Row)[g]];
            numbers?.GetRow(cursor.Row).CopyTo(row.Values);
            yield return row;
        }
    }

    private static RecordTablePart<T> Checked<T>(RecordTablePart<T>? part, RecordTablePart<AnnotationSize> sizes, int width) where T : unmanaged
    {
        if (part is null) throw new InvalidDataException($"A table is missing beside '{sizes.Path}'.");
        if (part.RowCount == sizes.RowCount && part.Width == width) return part;
        part.Dispose();
        throw new InvalidDataException($"'{part.Path}' has {part.RowCount} rows of {part.Width}; {sizes.RowCount} rows of {width} are expected.");
    }

    private string[][] ReadGroups(int shard)
    {
        if (files.Find(shard, GroupsSuffix) is not { } path) return [.. Enumerable.Repeat(Array.Empty<string>(), groups)];
        using JsonDocument document = JsonDocument.Parse(files.Files.ReadAllBytes(path));
        return [.. document.RootElement.EnumerateArray().Select(names => names.EnumerateArray().Select(name => name.GetString()!).ToArray())];
    }
}
