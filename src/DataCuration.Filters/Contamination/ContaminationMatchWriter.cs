using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Json;

namespace DataCuration.Filters;

/// <summary>Writes one shard's matches as JSON lines, and its counts.</summary>
internal sealed class ContaminationMatchWriter(ContaminationIndex index, ShardOutput output, string matchesSuffix, string countsSuffix) : IShardWriter
{
    private readonly ContaminationText text = new();
    private readonly BitArray units = new(index.UnitCount);
    private readonly Dictionary<int, long> documents = [];
    private readonly HashSet<int> items = [];
    private readonly List<Run> runs = [];
    private readonly List<(int Start, int End)> ranges = [];
    private readonly ArrayBufferWriter<byte> line = new();
    private Stream? matches;
    private long seen;
    private long contaminated;

    /// <summary>Consecutive units of one item: the first unit's number in the document, their count, and the item.</summary>
    private readonly record struct Run(int First, int Count, int Item);

    public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
    {
        foreach (Document document in documents.Span)
        {
            cancellationToken.ThrowIfCancellationRequested();
            seen++;
            text.Read(index.Settings, document.Utf8Text);
            FindRuns();
            if (runs.Count == 0) continue;
            contaminated++;
            foreach (int item in items) this.documents[item] = this.documents.GetValueOrDefault(item) + 1;
            Write(document);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        using var writer = new BinaryWriter(output.CreateFile(output.Name + countsSuffix), Encoding.UTF8, leaveOpen: true);
        writer.Write(seen);
        writer.Write(contaminated);
        int[] found = [.. Enumerable.Range(0, units.Length).Where(unit => units[unit])];
        writer.Write(found.Length);
        foreach (int unit in found) writer.Write(unit);
        writer.Write(documents.Count);
        foreach ((int item, long count) in documents.OrderBy(static one => one.Key))
        {
            writer.Write(item);
            writer.Write(count);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // the streams belong to the engine

    private void FindRuns()
    {
        runs.Clear();
        items.Clear();
        for (int i = 0; i < text.Count; i++)
        {
            int unit = index.Find(text.HashAt(i));
            if (unit < 0) continue;
            units[unit] = true;
            ReadOnlySpan<int> owners = index.GetItems(unit);
            foreach (int owner in owners) items.Add(owner);
            // A run continues while its item has the next n-gram too.
            if (runs.Count > 0 && runs[^1] is var last && last.First + last.Count == i && owners.BinarySearch(last.Item) >= 0)
                runs[^1] = last with { Count = last.Count + 1 };
            else runs.Add(new(i, 1, owners[0]));
        }
    }

    private void Write(Document document)
    {
        ranges.Clear();
        foreach (Run run in runs) ranges.Add((text.GetRange(run.First).Start, text.GetRange(run.First + run.Count - 1).End));
        List<(long Start, long End)> places = ContaminationPlaces.Find(document.Utf8Text.Span, index.Settings.Simplifies, ranges);
        matches ??= output.CreateFile(output.Name + matchesSuffix);
        for (int i = 0; i < runs.Count; i++)
        {
            ContaminationItem item = index.Items[runs[i].Item];
            line.Clear();
            using (var json = new Utf8JsonWriter(line))
            {
                json.WriteStartObject();
                json.WriteString("benchmark"u8, item.Benchmark);
                json.WriteString("item"u8, item.Id);
                json.WriteString("ngram"u8, text.GetUnit(runs[i].First));
                json.WriteNumber("ngrams"u8, runs[i].Count);
                json.WriteString("document"u8, document.Id);
                if (document.Origin.Source is { } source) json.WriteString("source"u8, source);
                json.WriteNumber("start"u8, places[i].Start);
                json.WriteNumber("end"u8, places[i].End);
                json.WriteEndObject();
            }
            matches.Write(line.WrittenSpan);
            matches.WriteByte((byte)'\n');
        }
    }
}
