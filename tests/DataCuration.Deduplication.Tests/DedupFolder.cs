using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests;

/// <summary>A test's corpora of JSON lines, one shard for each file, and the decisions of a fit over them.</summary>
internal sealed class DedupFolder : IDisposable
{
    private readonly RunFolder folder = new();
    private int corpora;

    public RunFolder Runs => folder;

    /// <summary>Writes texts to files.</summary>
    public Corpus Write(params IReadOnlyList<string[]> files) =>
        WriteRecords([.. files.Select(file => file.Select(text => new Dictionary<string, object> { ["text"] = text }).ToArray())]);

    /// <summary>Writes records to files.</summary>
    public Corpus WriteRecords(IReadOnlyList<Dictionary<string, object>[]> files)
    {
        string name = $"c{corpora++}";
        Directory.CreateDirectory(folder.Inputs[name]);
        for (int i = 0; i < files.Count; i++)
            File.WriteAllLines(Path.Combine(folder.Inputs[name], $"{i:D3}.jsonl"), files[i].Select(record => JsonSerializer.Serialize(record)));
        return Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceFiles = 1 } }, Path.Combine(folder.Inputs[name], "*.jsonl"));
    }

    /// <summary>Reads the files that were written last, listed one by one.</summary>
    public Corpus ReadAgain(FileOrder order, params int[] files) =>
        Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceFiles = 1, FileOrder = order } },
            [.. files.Select(file => Path.Combine(folder.Inputs[$"c{corpora - 1}"], $"{file:D3}.jsonl"))]);

    public Task<T> Fit<T>(Corpus corpus, CorpusFit<T> fit, string work = "work", int workers = 2) =>
        corpus.FitAsync(fit, folder.Run(options => options with { WorkDirectory = folder.Inputs[work], MaxParallelShards = workers }));

    /// <summary>Returns the kept records as <c>file/document</c>.</summary>
    public static string[] Kept(KeepList list) => [.. list.ReadRecords().Select(record => $"{record.Shard}/{record.Record}")];

    /// <summary>Returns a line for each record with duplicates.</summary>
    public static string[] Entries(KeepList list)
    {
        using DuplicateTable table = DuplicateTable.Open(list);
        var lines = new List<string>();
        for (int shard = 0; shard < list.ShardCount; shard++)
        {
            for (long record = 0; record < list.GetRecordCount(shard); record++)
            {
                if (table.Find(shard, record) is { } found)
                    lines.Add($"{shard}/{record}: {Show(found.Survivor)} size {found.ClusterSize} match {Show(found.Match)}");
            }
        }
        return [.. lines];
    }

    public void Dispose() => folder.Dispose();

    private static string Show(MatchedRecord record) => record.Index is { } index ? $"index {index} {record.Shard}/{record.Record}"
        : $"{record.Shard}/{record.Record}";
}
