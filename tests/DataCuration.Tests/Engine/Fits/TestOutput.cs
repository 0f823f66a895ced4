namespace DataCuration.Tests;

/// <summary>A task's output in a plain folder, without an engine.</summary>
internal sealed class TestOutput(string folder)
{
    private readonly List<Stream> streams = [];
    private readonly List<string> names = [];

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
        var none = new SortedDictionary<string, long>();
        List<ShardReport> shards = [.. records.Select((count, shard) => new ShardReport(shard, "test", 0, 0, [new StageReport("read", count, count, 0, none, 0, 0, 0)],
            [.. names.Where(name => name.Contains($"part-{shard:D5}", StringComparison.Ordinal)).Select(name => new OutputFile(name, 0, ""))]))];
        return new PhaseFiles(RunReport.Merge("test", folder, shards));
    }
}
