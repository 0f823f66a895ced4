using System.IO.Hashing;

namespace DataCuration.Deduplication;

/// <summary>An index's files: parts of sorted entries, each a record table with checksums, and a header.</summary>
/// <typeparam name="T">The type of an entry.</typeparam>
internal sealed class SortedIndex<T> where T : unmanaged
{
    private const string PartsFolder = "sorted", HeaderFolder = "index", HeaderName = "index.json", EntriesName = "entries";
    private readonly string folder;
    private readonly IFileStore files;
    private readonly RecordTable<T>? made;

    private SortedIndex(string folder, IFileStore files, IndexHeader header, RecordTable<T>? made)
    {
        this.folder = folder;
        this.files = files;
        this.made = made;
        Header = header;
    }

    public IndexHeader Header { get; }

    public string Folder => folder;

    public IFileStore Files => files;

    /// <summary>Sorts the entries of each partition and writes the index, as two phases of a fit.</summary>
    /// <param name="scope">The fit.</param>
    /// <param name="kind">The kind of index.</param>
    /// <param name="recipe">The options that both sides must share.</param>
    /// <param name="mapped">The map phase.</param>
    /// <param name="entries">The name of its records, which are entries.</param>
    /// <param name="partitions">The number of partitions.</param>
    /// <param name="order">The order of the entries.</param>
    /// <param name="memoryBytes">The memory of a sort.</param>
    /// <param name="hasShingles">True if the index holds sets of shingles.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<SortedIndex<T>> MakeAsync(FitScope scope, string kind, FingerprintWriter recipe, PhaseFiles mapped, string entries, int partitions,
        RecordOrder order, long memoryBytes, bool hasShingles, CancellationToken cancellationToken)
    {
        PhaseFiles sorted = await scope.ReduceAsync(PartsFolder, partitions, (output, token) =>
        {
            var input = new Partitions(mapped, entries);
            var sort = new ExternalSort(output.CreateScratchFolder(), order)
            {
                RecordSize = System.Runtime.CompilerServices.Unsafe.SizeOf<T>(),
                MemoryBytes = memoryBytes,
                Warn = message => output.Warn(message),
            };
            var table = new RecordTableWriter<T>(output, EntriesName);
            using RecordReader reader = sort.Sort(() => input.Read(output.Index), token);
            while (reader.Read()) table.Append(table.RowCount, reader.Get<T>());
            table.Complete();
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles index = await scope.FinishAsync(HeaderFolder, (output, token) =>
        {
            using Stream stream = output.CreateFile(HeaderName);
            IndexHeader.Write(stream, kind, recipe, CountDocuments(mapped, token), hasShingles, sorted);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        string path = index.FindFile(HeaderName)!;
        return new(Path.GetDirectoryName(Path.GetDirectoryName(path))!, index.Files, IndexHeader.Read(path, index.Files, kind),
            new RecordTable<T>(sorted, EntriesName));
    }

    /// <summary>Opens an index that was made before.</summary>
    public static SortedIndex<T> Load(string folder, IFileStore? files, string kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        files ??= LocalFileStore.Instance;
        return new(folder, files, IndexHeader.Read(Path.Combine(folder, HeaderFolder, HeaderName), files, kind), null);
    }

    /// <summary>Opens the entries of a partition. The caller disposes them.</summary>
    /// <exception cref="InvalidDataException">The file is not the one that the index was made with.</exception>
    public RecordTablePart<T> Open(int partition)
    {
        if (made is not null) return made.OpenShard(partition)!;
        string path = Path.Combine(folder, PartsFolder, FormattableString.Invariant($"part-{partition:D5}.{EntriesName}.records"));
        var hash = new XxHash128();
        using (Stream stream = files.OpenRead(path, FileReadPattern.Sequential)) hash.Append(stream);
        if (Convert.ToHexStringLower(hash.GetCurrentHash()) != Header.Parts[partition])
            throw new InvalidDataException($"'{path}' is damaged, or a part of another index: its hash is not the one in the header of '{folder}'.");
        return new(path, files);
    }

    private static long CountDocuments(PhaseFiles mapped, CancellationToken cancellationToken)
    {
        using var table = new RecordTable<byte>(mapped, DocumentTable.Name);
        long documents = 0;
        for (int shard = 0; shard < mapped.TaskCount; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using RecordTablePart<byte>? rows = table.OpenShard(shard);
            if (rows is null) continue;
            for (RecordCursor<byte> cursor = rows.Read(); cursor.Read();) documents += cursor.Value;
        }
        return documents;
    }
}
