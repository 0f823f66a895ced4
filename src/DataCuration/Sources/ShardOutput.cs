namespace DataCuration;

/// <summary>
/// Creates the output files of a shard (or another unit of work). Files are written under temporary names and renamed together when the work is complete.
/// Work that fails or is killed leaves only temporary files, which the next attempt deletes.
/// </summary>
public sealed class ShardOutput
{
    private readonly Func<string, Stream> createFile;

    internal ShardOutput(int index, Func<string, Stream> createFile)
    {
        Index = index;
        this.createFile = createFile;
    }

    /// <summary>The shard's number.</summary>
    public int Index { get; }

    /// <summary>
    /// The prefix of the shard's file names, such as <c>part-00042</c>. Up to 100,000 shards, ordinal order of the names is the order of the shards.
    /// </summary>
    public string Name => $"part-{Index:D5}";

    /// <summary>Creates a file. The stream is write-only and sequential. Closing it is allowed but not required.</summary>
    /// <param name="name">The name below the output folder, with forward slashes. It must start with, or be in a folder that starts with, a name that only
    /// this shard uses.</param>
    /// <exception cref="ArgumentException">The name leads out of the folder or has been used before.</exception>
    public Stream CreateFile(string name) => createFile(name);

    /// <summary>Returns an output of the same shard whose files lie in a subfolder: for a second set of files that another writer makes.</summary>
    /// <param name="folder">The subfolder's name, with forward slashes.</param>
    public ShardOutput InFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new(Index, name => CreateFile($"{folder}/{name}"));
    }
}
