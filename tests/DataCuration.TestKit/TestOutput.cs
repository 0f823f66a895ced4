namespace DataCuration.TestKit;

/// <summary>The outputs of a phase's tasks in a plain folder, without an engine.</summary>
public sealed class TestOutput(string folder)
{
    private readonly List<Stream> streams = [];
    private readonly List<string> names = [];

    /// <summary>The output of a task.</summary>
    public ShardOutput Of(int task) => new(task, name =>
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        names.Add(name);
        streams.Add(File.Create(path));
        return streams[^1];
    }, () => Directory.CreateTempSubdirectory("datacuration-").FullName);

    /// <summary>Closes the files, as the engine does at a task's end.</summary>
    public void Close()
    {
        foreach (Stream stream in streams) stream.Dispose();
        streams.Clear();
    }

    /// <summary>The files as a phase of one task per shard; the reports count the given records.</summary>
    public PhaseFiles Files(params long[] records)
    {
        Close();
        List<ShardReport> shards = [.. records.Select((count, shard) => new ShardReport
        {
            Index = shard,
            Source = "test",
            Stages = [new StageReport { Name = "read", In = count, Kept = count }],
            Outputs = [.. names.Where(name => name.Contains($"part-{shard:D5}", StringComparison.Ordinal))
                .Select(name => new OutputFile { Name = name, Bytes = 0, Hash = "" })],
        })];
        return MadePhase.Of(folder, shards);
    }
}
