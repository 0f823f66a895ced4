namespace DataCuration.Deduplication;

/// <summary>An index's files: parts of sorted entries, each a record table with checksums, and a header.</summary>
/// <typeparam name="T">The type of an entry.</typeparam>
internal sealed class SortedIndex<T> where T : unmanaged
{
    private const string PartsFolder = "sorted", HeaderFolder = "index", HeaderName = "index.json", EntriesName = "entries";
    private readonly string folder;
    private readonly IFileStore files;
    private readonly PhaseFiles? made;

    private SortedIndex(string folder, IFileStore files, IndexHeader header, PhaseFiles? made)
    {
        this.folder = folder;
        this.files = files;
        this.made = made;
        Header = header;
        Entries = OpenTable<T>(EntriesName, 0);
    }

    public IndexHeader Header { get; }

    public string Folder => folder;

    public IFileStore Files => files;

    /// <summary>The entries.</summary>
    public IndexTable<T> Entries { get; }

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
    /// <param name="others">The other files of the index.</param>
    public static Task<SortedIndex<T>> MakeAsync(FitScope scope, string kind, FingerprintWriter recipe, PhaseFiles mapped, string entries, int partitions,
        RecordOrder order, long memoryBytes, bool hasShingles, CancellationToken cancellationToken, params IReadOnlyList<IndexFiles> others) =>
        WriteAsync(scope, kind, recipe, mapped, partitions, (output, token) =>
        {
            var input = new Partitions(mapped, entries);
            var sort = new ExternalSort(output.CreateScratchFolder(), order)
            {
                RecordSize = System.Runtime.CompilerServices.Unsafe.SizeOf<T>(),
                MemoryBytes = memoryBytes,
                Warn = message => output.Warn(message),
            };
            RecordTableWriter<T> table = CreateEntries(output);
            using RecordReader reader = sort.Sort(() => input.Read(output.Index), token);
            while (reader.Read()) table.Append(table.RowCount, reader.Get<T>());
            table.Complete();
        }, hasShingles, cancellationToken, others);

    /// <summary>Writes an index, as two phases of a fit.</summary>
    /// <param name="scope">The fit.</param>
    /// <param name="kind">The kind of index.</param>
    /// <param name="recipe">The options that both sides must share.</param>
    /// <param name="mapped">The map phase with the <see cref="DocumentTable"/>.</param>
    /// <param name="partitions">The number of partitions.</param>
    /// <param name="write">Writes the entries of a partition (<see cref="CreateEntries"/>), and then other tables.</param>
    /// <param name="hasShingles">True if the index holds sets of shingles.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="others">The other files of the index.</param>
    public static async Task<SortedIndex<T>> WriteAsync(FitScope scope, string kind, FingerprintWriter recipe, PhaseFiles mapped, int partitions,
        Action<ShardOutput, CancellationToken> write, bool hasShingles, CancellationToken cancellationToken, params IReadOnlyList<IndexFiles> others)
    {
        PhaseFiles sorted = await scope.ReduceAsync(PartsFolder, partitions, (output, token) =>
        {
            write(output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles index = await scope.FinishAsync(HeaderFolder, (output, token) =>
        {
            using Stream stream = output.CreateFile(HeaderName);
            IndexHeader.Write(stream, kind, recipe, CountDocuments(mapped, token), hasShingles, sorted, others);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        string path = index.FindFile(HeaderName)!;
        return new(Path.GetDirectoryName(Path.GetDirectoryName(path))!, index.Files, IndexHeader.Read(path, index.Files, kind), sorted);
    }

    /// <summary>Creates the table of a partition's entries.</summary>
    public static RecordTableWriter<T> CreateEntries(ShardOutput output) => new(output, EntriesName);

    /// <summary>Opens an index that was made before.</summary>
    public static SortedIndex<T> Load(string folder, IFileStore? files, string kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        files ??= LocalFileStore.Instance;
        return new(folder, files, IndexHeader.Read(HeaderPath(folder), files, kind), null);
    }

    /// <summary>Opens the entries of a partition. The caller disposes them.</summary>
    /// <exception cref="InvalidDataException">The file is not the one that the index was made with.</exception>
    public RecordTablePart<T> Open(int partition) => Entries.Open(partition);

    /// <summary>Opens a table beside the entries.</summary>
    /// <param name="name">The name of the table.</param>
    /// <param name="order">Its number among the files of a part, in the order in which they were created.</param>
    public IndexTable<TValue> OpenTable<TValue>(string name, int order) where TValue : unmanaged =>
        new(folder, files, PartsFolder, name, [.. Header.Parts.Select(hashes => hashes.Split(' ') is var all && order < all.Length ? all[order]
            : throw new InvalidDataException($"'{HeaderPath(folder)}' has no hash of the table '{name}'."))], made is null ? null : new(made, name));

    /// <summary>Returns the hashes of the files of another phase.</summary>
    /// <exception cref="InvalidDataException">The header has none.</exception>
    public IReadOnlyList<string> HashesOf(string phase) => Header.Others.TryGetValue(phase, out IReadOnlyList<string>? hashes) ? hashes
        : throw new InvalidDataException($"'{HeaderPath(folder)}' has no hashes of the files in '{phase}'.");

    /// <summary>Opens the tables of another phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="name">The name of the table.</param>
    /// <param name="written">The phase's files, in the run that made the index.</param>
    public IndexTable<TValue> OpenTable<TValue>(string phase, string name, PhaseFiles? written) where TValue : unmanaged =>
        new(folder, files, phase, name, HashesOf(phase), written is null ? null : new(written, name));

    private static string HeaderPath(string folder) => Path.Combine(folder, HeaderFolder, HeaderName);

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
