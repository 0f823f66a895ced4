namespace DataCuration;

/// <summary>
/// Makes the files of one shard (or of another unit of work). They are written under a temporary name and appear under their own, all together, when the
/// work is complete; work that fails or is killed leaves only temporary files, which the next attempt removes.
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

    /// <summary>The shard's number.</summary>
    public int Index { get; }

    /// <summary>The name that the shard's files begin with: <c>part-00042</c>. Ordinal order of names is the order of shards up to 100,000 of them.</summary>
    public string Name => $"part-{Index:D5}";

    /// <summary>Makes a file. The stream is write-only and sequential; closing it is allowed but not needed.</summary>
    /// <param name="name">Its name below the output folder, with forward slashes; must begin with, or lie in a folder with, something that is this shard's
    /// own.</param>
    /// <exception cref="ArgumentException">The name leads out of the folder or was used before.</exception>
    public Stream CreateFile(string name) => createFile(name);

    /// <summary>
    /// Makes an empty folder for temporary files, such as sorted runs. It is removed when the task ends, and by the next run if the process is killed.
    /// </summary>
    /// <returns>The folder's full path, on the output's file system.</returns>
    /// <exception cref="NotSupportedException">The output keeps no files, as when a corpus is only enumerated.</exception>
    public string CreateScratchFolder() => createScratchFolder?.Invoke() ?? throw new NotSupportedException("This output keeps no files, so it has no scratch folder.");

    /// <summary>Returns an output whose files lie in a folder below this one's.</summary>
    /// <param name="folder">The folder's name.</param>
    public ShardOutput InFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new(Index, name => createFile($"{folder}/{name}"), createScratchFolder);
    }
}
