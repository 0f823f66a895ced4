namespace DataCuration.Deduplication;

/// <summary>Gathers the spans that the tasks of a fit found, by document, and makes the artifact of them.</summary>
/// <param name="scope">The fit.</param>
/// <param name="texts">The map phase that wrote a <see cref="TextTable"/>.</param>
/// <param name="found">The phases that wrote <see cref="FoundSpan"/> records by group of shards.</param>
internal sealed class SpanJoin(FitScope scope, PhaseFiles texts, params PhaseFiles[] found)
{
    /// <summary>The name of the partitions with <see cref="FoundSpan"/> records.</summary>
    public const string RecordName = "found";

    /// <summary>True to join spans that overlap or touch; false to keep each as a row.</summary>
    public bool JoinsSpans { get; init; } = true;

    /// <summary>The memory for sorting the spans of a group of shards.</summary>
    public long MemoryBytes { get; init; } = 256 << 20;

    public async Task<DuplicateSpans> RunAsync(CancellationToken cancellationToken)
    {
        var groups = new ShardGroups(scope.ShardCount);
        PhaseFiles tables = await scope.ReduceAsync("tables", groups.Count, (output, token) =>
        {
            WriteGroup(output, groups, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles spans = await scope.FinishAsync("spans", (output, token) =>
        {
            DuplicateSpans.Write(output, tables, scope.ShardCount, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return DuplicateSpans.Load(spans);
    }

    private void WriteGroup(ShardOutput output, ShardGroups groups, CancellationToken cancellationToken)
    {
        var sort = new ExternalSort(output.CreateScratchFolder(), new FoundSpan.Order())
        {
            RecordSize = FoundSpan.Size,
            MemoryBytes = Math.Max(MemoryBytes, 1 << 20),
            Warn = message => output.Warn(message),
        };
        Partitions[] parts = [.. found.Select(phase => new Partitions(phase, RecordName))];
        using RecordReader sorted = sort.Sort(() => new ChainedReader([.. parts.Select(part => part.Read(output.Index))]), cancellationToken);
        bool more = sorted.Read();
        using var table = new RecordTable<SpanEntry>(texts, TextTable.Name);
        foreach (int shard in groups.ShardsOf(output.Index))
        {
            var entries = new RecordTableWriter<SpanEntry>(output, DuplicateSpans.EntryTable, shard: shard);
            var rows = new RecordTableWriter<DuplicateSpan>(output, DuplicateSpans.RowTable, shard: shard);
            using RecordTablePart<SpanEntry>? part = table.OpenShard(shard);
            if (part is not null)
            {
                RecordCursor<SpanEntry> cursor = part.Read();
                while (cursor.Read())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    long first = rows.RowCount;
                    if (more && IsOf(sorted, shard, cursor.Record)) more = WriteRows(sorted, rows, shard, cursor.Record);
                    entries.Append(cursor.Record, cursor.Value with { First = first, Count = (int)(rows.RowCount - first) });
                }
            }
            entries.Complete();
            rows.Complete();
        }
        if (more) throw new InvalidDataException($"Spans were found for a record that has no text: {sorted.Get<FoundSpan>()}.");
    }

    private static bool IsOf(RecordReader sorted, int shard, long record)
    {
        FoundSpan span = sorted.Get<FoundSpan>();
        return span.Shard == shard && span.Record == record;
    }

    /// <summary>Writes the rows of one record.</summary>
    /// <returns>False if there are no more spans.</returns>
    private bool WriteRows(RecordReader sorted, RecordTableWriter<DuplicateSpan> rows, int shard, long record)
    {
        FoundSpan current = sorted.Get<FoundSpan>();
        bool more;
        while ((more = sorted.Read()) && IsOf(sorted, shard, record))
        {
            FoundSpan next = sorted.Get<FoundSpan>();
            if (JoinsSpans ? next.Start <= current.End : next.Start == current.Start && next.End == current.End)
            {
                // The start is the earlier span's, the end that of the one that ends later.
                if (next.End > current.End) current = current with { End = next.End, Trim = current.TrimStart | (next.TrimEnd << 16) };
                continue;
            }
            WriteRow(rows, current);
            current = next;
        }
        WriteRow(rows, current);
        return more;
    }

    private static void WriteRow(RecordTableWriter<DuplicateSpan> rows, FoundSpan span)
    {
        int start = span.Start + span.TrimStart, length = span.End - span.TrimEnd - start;
        if (length <= 0) return;
        int firstStart = span.FirstStart < 0 ? span.FirstStart : span.FirstStart + span.TrimStart;
        rows.Append(rows.RowCount, new DuplicateSpan(span.FirstRecord, span.FirstShard, firstStart, start, length));
    }

    /// <summary>Reads several readers after each other.</summary>
    private sealed class ChainedReader(RecordReader[] readers) : RecordReader
    {
        private int current;

        public override ReadOnlySpan<byte> Record => readers[current].Record;

        public override bool Read()
        {
            while (current < readers.Length)
            {
                if (readers[current].Read()) return true;
                current++;
            }
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            foreach (RecordReader reader in readers) reader.Dispose();
            base.Dispose(disposing);
        }
    }
}
