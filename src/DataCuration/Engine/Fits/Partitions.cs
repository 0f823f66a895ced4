namespace DataCuration;

/// <summary>The records that the tasks of a map phase wrote by <see cref="PartitionWriter"/>, partition by partition over all shards.</summary>
public sealed class Partitions
{
    private readonly IFileStore store;
    private readonly string[] paths;
    private readonly int[] shards;

    /// <summary>Opens the records of a phase.</summary>
    /// <param name="files">The phase's files.</param>
    /// <param name="name">The name that the records were written under.</param>
    public Partitions(PhaseFiles files, string name)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentException.ThrowIfNullOrEmpty(name);
        store = files.Files;
        var found = new List<(int Shard, string Path)>();
        for (int task = 0; task < files.TaskCount; task++)
            if (files.Find(task, PartitionFormat.FileName(ShardOutput.NameOf(task), name)) is { } path) found.Add((task, path));
        paths = [.. found.Select(file => file.Path)];
        shards = [.. found.Select(file => file.Shard)];
    }

    /// <summary>Returns the number of records in a partition, over all shards. Reads the files' indexes.</summary>
    /// <param name="partition">The partition's number.</param>
    public long GetRecordCount(int partition)
    {
        long records = 0;
        foreach (string path in paths)
        {
            using PartitionFile file = Open(store, path, partition);
            foreach (PartitionFormat.Chunk chunk in file.ReadIndex(partition)) records += chunk.Records;
        }
        return records;
    }

    /// <summary>Reads a partition: the shards' records in the order of the shards, and each shard's in the order in which they were written.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <remarks>Memory: one chunk, at most the writer's buffer. A damaged file gives <see cref="InvalidDataException"/> with its name and the offset.</remarks>
    public PartitionReader Read(int partition)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        return new(store, paths, shards, partition);
    }

    internal static PartitionFile Open(IFileStore files, string path, int partition)
    {
        var file = new PartitionFile(files, path);
        if (partition < file.Partitions) return file;
        file.Dispose();
        throw new ArgumentOutOfRangeException(nameof(partition), partition, $"'{path}' has {file.Partitions} partitions.");
    }
}
