using System.Globalization;

namespace DataCuration;

/// <summary>
/// Creates the output files of a shard (or another unit of work). Files are written under temporary names and renamed together when the work is complete.
/// Work that fails or is killed leaves only temporary files, which the next attempt deletes.
/// </summary>
public sealed class ShardOutput
{
    private readonly Func<string, Stream> createFile;
    private readonly Func<string>? createScratchFolder;

    internal ShardOutput(int index, Func<string, Stream> createFile, Func<string>? createScratchFolder = null)
    {
        Index = index;
        this.createFile = createFile;
        this.createScratchFolder = createScratchFolder;
    }

    /// <summary>The warnings of the shard.</summary>
    internal TaskWarnings? Warnings { get; set; }

    /// <summary>The shard's number.</summary>
    public int Index { get; }

    /// <summary>
    /// The prefix of the shard's file names, such as <c>part-00042</c>. Up to 100,000 shards, ordinal order of the names is the order of the shards.
    /// </summary>
    public string Name => NameOf(Index);

    internal static string NameOf(int shard) => string.Create(CultureInfo.InvariantCulture, $"part-{shard:D5}");

    /// <summary>Creates a file. The stream is write-only and sequential. Closing it is allowed but not required.</summary>
    /// <param name="name">The name below the output folder, with forward slashes. It must start with, or be in a folder that starts with, a name that only
    /// this shard uses.</param>
    /// <exception cref="ArgumentException">The name leads out of the folder or has been used before.</exception>
    public Stream CreateFile(string name) => createFile(name);

    /// <summary>Returns an output of the same shard in a subfolder, for a second set of files by another writer.</summary>
    /// <remarks>
    /// <see cref="RecordTable{T}"/> and <see cref="FitScope.JoinKeepListAsync"/> find only files outside subfolders. <see cref="Partitions"/> finds those in
    /// subfolders too.
    /// </remarks>
    /// <param name="folder">The subfolder's name, with forward slashes.</param>
    public ShardOutput InFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new(Index, name => CreateFile($"{folder}/{name}"), createScratchFolder) { Warnings = Warnings };
    }

    /// <summary>
    /// Warns about the data, from a sink or a step of a fit. The run shows the first warning of each kind at once, and its report and the shard's manifest
    /// count all of them. Safe for concurrent use.
    /// </summary>
    /// <param name="message">The message, which says what to do.</param>
    /// <param name="kind">A name that similar warnings share, so that they are counted together; null for the message itself.</param>
    public void Warn(string message, string? kind = null) => Warnings?.Add(message, kind);

    /// <summary>Creates an empty folder for temporary files, such as sorted runs.</summary>
    /// <returns>
    /// The folder's full path in the local file system. It is removed when the task ends. It lies beside the output if that is local, and the next attempt
    /// removes it if the process is killed; otherwise it is in the system's temporary folder.
    /// </returns>
    /// <exception cref="NotSupportedException">The output keeps no files, as when a corpus is only enumerated.</exception>
    public string CreateScratchFolder() =>
        createScratchFolder?.Invoke() ?? throw new NotSupportedException("This output keeps no files, so it has no scratch folder.");
}
