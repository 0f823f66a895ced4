namespace DataCuration;

/// <summary>
/// Makes the files of one shard (or of another unit of work). They are written under a temporary name and appear under their own, all together, when the
/// work is complete; work that fails or is killed leaves nothing behind but temporary files, which the next attempt removes.
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

    /// <summary>The name that the shard's files begin with: <c>part-00042</c>. Ordinal order of names is the order of shards up to 100,000 of them.</summary>
    public string Name => $"part-{Index:D5}";

    /// <summary>Makes a file. The stream is write-only and sequential; closing it is allowed but not needed.</summary>
    /// <param name="name">Its name below the output folder, with forward slashes; must begin with, or lie in a folder with, something that is this shard's
    /// own.</param>
    /// <exception cref="ArgumentException">The name leads out of the folder or was used before.</exception>
    public Stream CreateFile(string name) => createFile(name);
}
