using System.Collections.Immutable;
using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

/// <summary>Writes tables for tests of their readers.</summary>
internal static class AnnotationTables
{
    /// <summary>A row: a flag for records that reached the table, the id hash, size, groups and values.</summary>
    internal sealed record Row(bool IsThere, ulong IdHash, long Size, string[] Groups, double[] Values);

    public static AnnotationTable Write(string path, Row[][] shards, int groups, int values)
    {
        Directory.CreateDirectory(path);
        var output = new TestOutput(path);
        var reports = new List<ShardReport>();
        for (int s = 0; s < shards.Length; s++)
        {
            string name = $"part-{s:D5}";
            string[][] names = [.. Enumerable.Range(0, groups)
                .Select(g => shards[s].Where(row => row.IsThere).Select(row => row.Groups[g]).Distinct().Reverse().ToArray())];
            Dictionary<string, int>[] indexes = [.. names.Select(all => all.Index().ToDictionary(name => name.Item, name => name.Index))];
            var writer = new AnnotationRowWriter(output.Of(s), groups, values);
            for (int r = 0; r < shards[s].Length; r++)
            {
                Row row = shards[s][r];
                if (row.IsThere) writer.Append(r, row.IdHash, row.Size, [.. row.Groups.Select((group, g) => indexes[g][group])], row.Values);
            }
            writer.Complete();
            output.Close();
            File.WriteAllText(Path.Combine(path, name + AnnotationTable.GroupsSuffix), JsonSerializer.Serialize(names));
            var read = new StageReport { Name = "read", In = shards[s].Length, Kept = shards[s].Count(row => row.IsThere) };
            reports.Add(new ShardReport
            {
                Index = s,
                Source = "test",
                Stages = [read],
                Outputs = [.. Directory.GetFiles(path, name + ".*").Select(file => new OutputFile { Name = Path.GetFileName(file), Bytes = 0, Hash = "" })]
            });
        }
        return new(MadePhase.Of(path, reports), groups, values);
    }
}
