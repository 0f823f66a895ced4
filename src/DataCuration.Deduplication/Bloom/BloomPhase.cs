using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>The steps of a <see cref="BloomDeduplication"/>.</summary>
/// <param name="fit">The options.</param>
/// <param name="groups">The groups of shards.</param>
internal sealed class BloomPhase(BloomDeduplication fit, ShardGroups groups)
{
    public const string BitsSuffix = ".bloom";

    /// <summary>The largest number of hashes in a record: 512 KiB. A unit with more in one part has several records.</summary>
    private const int MaxHashes = 1 << 16;

    private const string HashName = "hashes", UnitTable = "units", SeenName = "seen";

    public ShardGroups Groups => groups;

    public FitSink CreateSink() => new(writer =>
    {
        writer.Add("phase", "ngrams");
        writer.Add("parts", fit.Parts);
        writer.Add("unit", fit.Unit.ToString());
        writer.Add("words", $"{fit.NGramWords}/{fit.MinWords}/{fit.WordSplitter.Name}");
    }, output => new Writer(fit, output));

    /// <summary>Looks up the n-grams of a part in the order of the corpus, and adds those that are new.</summary>
    public void LookUp(PhaseFiles ngrams, ShardOutput output, CancellationToken cancellationToken)
    {
        ulong[] bits = fit.Known?.ReadPart(output.Index) ?? new ulong[BloomPart.WordsOf(fit.FilterSize, fit.Parts)];
        var part = new BloomPart(bits, fit.FilterSize.Hashes);
        var writer = new PartitionWriter(output, SeenName, groups.Count, BloomSeen.Size) { BufferBytes = 4 << 20 };
        var isNew = new List<ulong>();
        long added = 0, unit = -1, seen = 0;
        int shard = -1;
        using (PartitionReader reader = new Partitions(ngrams, HashName).Read(output.Index))
        {
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReadOnlySpan<byte> record = reader.Record;
                if (MemoryMarshal.Read<long>(record) is var next && (next != unit || reader.Shard != shard))
                {
                    End();
                    (unit, shard) = (next, reader.Shard);
                }
                for (int at = sizeof(long); at < record.Length; at += sizeof(ulong))
                {
                    ulong hash = MemoryMarshal.Read<ulong>(record[at..]);
                    if (part.Contains(hash)) seen++;
                    else isNew.Add(hash);
                }
            }
        }
        End();
        writer.Complete();
        using Stream file = output.CreateFile(output.Name + BitsSuffix);
        file.Write(MemoryMarshal.AsBytes(bits.AsSpan()));
        ReadOnlySpan<long> counts = [added, part.CountSet()];
        file.Write(MemoryMarshal.AsBytes(counts));

        // A unit's n-grams are added after all of them were looked up; a long unit has several records.
        void End()
        {
            foreach (ulong hash in isNew)
            {
                if (!part.Contains(hash)) added++;
                part.Add(hash);
            }
            if (seen > 0) writer.WriteTo(groups.GroupOf(shard), new BloomSeen(RecordIds.Create(shard, unit), seen));
            isNew.Clear();
            seen = 0;
        }
    }

    /// <summary>Adds up what the parts found, and decides about the paragraphs and documents of a group of shards.</summary>
    public void Decide(PhaseFiles ngrams, PhaseFiles seenFiles, ShardOutput output, CancellationToken cancellationToken)
    {
        var spans = new PartitionWriter(output, SpanJoin.RecordName, groups.Count, FoundSpan.Size) { BufferBytes = 1 << 20 };
        var input = new Partitions(seenFiles, SeenName);
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.Int64())
        {
            RecordSize = BloomSeen.Size,
            MemoryBytes = SortMemory.Default,
            Warn = message => output.Warn(message),
        };
        using RecordReader sorted = sort.Sort(() => input.Read(output.Index), cancellationToken);
        bool more = sorted.Read();
        using var units = new RecordTable<BloomUnitRow>(ngrams, UnitTable);
        foreach (int shard in groups.ShardsOf(output.Index))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using RecordTablePart<BloomUnitRow> part = units.OpenShard(shard)!;
            DecideShard(part, row => TakeSeen(sorted, RecordIds.Create(shard, row), ref more), shard,
                new KeepListPart(output, ngrams.GetRecordCount(shard), shard), spans);
        }
        spans.Complete();
    }

    /// <summary>Adds up what the parts found of a unit.</summary>
    private static long TakeSeen(RecordReader sorted, long place, ref bool more)
    {
        long seen = 0;
        for (; more && sorted.Get<BloomSeen>() is var found && found.Place == place; more = sorted.Read()) seen += found.Seen;
        return seen;
    }

    private void DecideShard(RecordTablePart<BloomUnitRow> part, Func<long, long> seenOf, int shard, KeepListPart list, PartitionWriter spans)
    {
        RecordTableWriter<float> shares = list.AddProvenance<float>("share");
        for (long row = 0; row < part.RowCount;)
        {
            long record = part.GetRow(row)[0].Record, total = 0, found = 0;
            for (; row < part.RowCount && part.GetRow(row)[0] is var unit && unit.Record == record; row++)
            {
                long seen = seenOf(row);
                total += unit.NGrams;
                found += seen;
                if (fit.Unit == BloomUnit.Document || unit.NGrams == 0 || !((double)seen / unit.NGrams > fit.Threshold)) continue;
                spans.WriteTo(groups.GroupOf(shard), new FoundSpan(record, -1, -1, -1, shard, unit.Start, unit.End, 0));
            }
            double share = total == 0 ? 0 : (double)found / total;
            shares.Append(record, (float)share);
            if (fit.Unit == BloomUnit.Paragraph || !(share > fit.Threshold)) list.Keep(record);
        }
        list.Complete();
    }

    private sealed class Writer(BloomDeduplication fit, ShardOutput output) : DocumentWriter
    {
        private readonly TextTable texts = new(output);
        private readonly RecordTableWriter<BloomUnitRow> units = new(output, UnitTable);
        private readonly PartitionWriter hashes = new(output, HashName, fit.Parts);
        private readonly WordNGramHashes ngrams = new(fit.WordSplitter, fit.NGramWords, fit.MinWords);
        private byte[] record = [];
        private ulong[] sorted = [];
        private long unit;

        protected override void Add(Document document)
        {
            texts.Add(document);
            ReadOnlyMemory<byte> text = document.Utf8Text;
            if (fit.Unit == BloomUnit.Document || text.IsEmpty)
            {
                AddUnit(document, text, 0, text.Length);
                return;
            }
            for (int at = 0; at < text.Length;)
            {
                int feed = text.Span[at..].IndexOf((byte)'\n');
                int end = feed < 0 ? text.Length : at + feed + 1;
                AddUnit(document, text[at..end], at, end);
                at = end;
            }
        }

        protected override void Complete()
        {
            texts.Complete();
            units.Complete();
            hashes.Complete();
        }

        private void AddUnit(Document document, ReadOnlyMemory<byte> text, int start, int end)
        {
            ngrams.Compute(text);
            int count = ngrams.Hashes.Count;
            units.Append(unit, new BloomUnitRow(document.Origin.Record, start, end, count, 0));
            if (count > 0)
            {
                // In the order of the hashes, those of a part follow each other.
                if (sorted.Length < count) sorted = new ulong[Math.Max(count, 2 * sorted.Length)];
                ngrams.Hashes.CopyTo(sorted);
                Span<ulong> all = sorted.AsSpan(0, count);
                all.Sort();
                if (record.Length < (Math.Min(count, MaxHashes) + 1) * sizeof(ulong)) record = new byte[(MaxHashes + 1) * sizeof(ulong)];
                for (int from = 0, to; from < count; from = to)
                {
                    int part = PartitionWriter.PartitionOf(all[from], fit.Parts);
                    for (to = from + 1; to < count && to - from < MaxHashes && PartitionWriter.PartitionOf(all[to], fit.Parts) == part;) to++;
                    Put(part, all[from..to]);
                }
            }
            unit++;
        }

        private void Put(int part, ReadOnlySpan<ulong> own)
        {
            MemoryMarshal.Write(record, unit);
            MemoryMarshal.AsBytes(own).CopyTo(record.AsSpan(sizeof(long)));
            hashes.WriteTo(part, record.AsSpan(0, (own.Length + 1) * sizeof(ulong)));
        }
    }
}
