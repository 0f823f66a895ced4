using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class KeepListPartTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Keeps every third record that arrives, with its number times ten as provenance; decided in the map phase or in a reduce phase.</summary>
    private sealed class ThirdsFit(bool inMap) : CorpusFit<KeepList>
    {
        public int Shards { get; private set; }

        public int InputShards { get; private set; }

        public override IReadOnlyList<Corpus> Inputs { get; } = [RunFolder.Documents(2_500)];

        protected internal override void Describe(FingerprintWriter writer) => writer.Add("in_map", inMap);

        protected internal override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
        {
            (Shards, InputShards) = (scope.ShardCount, await scope.CountShardsAsync(Inputs[0], cancellationToken));
            Assert.Equal(Shards, await scope.CountShardsAsync(scope.Corpus, cancellationToken));
            PhaseFiles read = await scope.MapAsync("read", scope.Corpus, new Sink(inMap), cancellationToken);
            if (inMap) return await scope.JoinKeepListAsync("join", read, cancellationToken: cancellationToken);
            PhaseFiles parts = await scope.ReduceAsync("parts", scope.ShardCount, (output, _) =>
            {
                var part = new KeepListPart(output, read.GetRecordCount(output.Index));
                RecordTableWriter<long> table = part.AddProvenance<long>("tenfold");
                using var records = new RecordTablePart<int>(read.Find(output.Index, ".seen.records")!);
                for (RecordCursor<int> cursor = records.Read(); cursor.Read();)
                {
                    table.Append(cursor.Record, cursor.Record * 10);
                    if (cursor.Value % 3 == 0) part.Keep(cursor.Record);
                }
                part.Complete();
                return Task.CompletedTask;
            }, cancellationToken);
            return await scope.JoinKeepListAsync("join", parts, cancellationToken: cancellationToken);
        }

        private sealed class Sink(bool inMap) : IDocumentSink
        {
            public void Describe(FingerprintWriter writer) => writer.Add("in_map", inMap);

            public IShardWriter Open(ShardOutput output) => new Writer(output, inMap);
        }

        private sealed class Writer : IShardWriter
        {
            private readonly KeepListPart? part;
            private readonly RecordTableWriter<long>? table;
            private readonly RecordTableWriter<int>? seen;
            private int count;

            public Writer(ShardOutput output, bool inMap)
            {
                part = inMap ? new KeepListPart(output) : null;
                table = part?.AddProvenance<long>("tenfold");
                seen = inMap ? null : new RecordTableWriter<int>(output, "seen");
            }

            public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
            {
                foreach (Document document in documents.Span)
                {
                    seen?.Append(document.Origin.Record, count);
                    table?.Append(document.Origin.Record, document.Origin.Record * 10);
                    if (count++ % 3 == 0) part?.Keep(document.Origin.Record);
                }
                return default;
            }

            public ValueTask CompleteAsync(CancellationToken cancellationToken)
            {
                part?.Complete();
                seen?.Complete();
                return default;
            }

            public ValueTask DisposeAsync() => default;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Join_PartsOfMapOrReduce_GivesListRecordsAndProvenance(bool inMap)
    {
        Corpus corpus = Corpus.Concat(RunFolder.Documents(3_000), Corpus.FromDocuments(Enumerable.Range(0, 100).Select(i => new Document($"x{i}", "x"))))
            .Pipe(new FakeFilter(document => document.IdHash % 5 == 0 ? StageResult.Drop("fifth") : StageResult.Keep));
        var fit = new ThirdsFit(inMap);
        KeepList list = await corpus.FitAsync(fit, folder.Run());
        Assert.Equal((4, 3), (fit.Shards, fit.InputShards));

        // The same by hand: shards of 1,024, 1,024, 952 and 100 records.
        var expected = new List<KeepListRecord>();
        int[] counts = [1_024, 1_024, 952, 100];
        for (int shard = 0; shard < 4; shard++)
        {
            int seen = 0;
            for (int record = 0; record < counts[shard]; record++)
            {
                var document = new Document(shard == 3 ? $"x{record}" : $"d{(1_024 * shard) + record}", "");
                if (document.IdHash % 5 != 0 && seen++ % 3 == 0) expected.Add(new(shard, record));
            }
        }
        Assert.Equal(expected, list.ReadRecords());
        Assert.Equal((4, 3_100, expected.Count), (list.ShardCount, list.RecordCount, list.KeptCount));
        Assert.Equal(counts.Select(count => (long)count), Enumerable.Range(0, 4).Select(list.GetRecordCount));
        Assert.Equal(expected.Count(record => record.Shard == 1), list.GetKeptCount(1));
        Assert.Equal([new KeepListProvenance("tenfold", 8, 1)], list.Provenance);
        using RecordTable<long> table = list.OpenProvenance<long>("tenfold");
        Assert.All(expected, record => Assert.True(table.TryGet(record.Shard, record.Record, out long tenfold) && tenfold == record.Record * 10));
        Assert.Throws<KeyNotFoundException>(() => list.OpenProvenance<long>("other"));
        Assert.Throws<ArgumentException>(() => list.OpenProvenance<int>("tenfold"));
        List<Document> kept = await RunFolder.Read(corpus.Keep(list), folder.Run());
        Assert.Equal(expected.Count, kept.Count);
    }

    [Fact]
    public async Task Join_MapAndReduce_GiveTheSameBytes()
    {
        KeepList map = await RunFolder.Documents(2_000).FitAsync(new ThirdsFit(true), folder.Run()),
            reduce = await RunFolder.Documents(2_000).FitAsync(new ThirdsFit(false), folder.Run());
        Assert.Equal(map.Fingerprint, reduce.Fingerprint);
        Assert.NotEqual(map.Folder, reduce.Folder);
    }

    /// <summary>Keeps the first record of each shard, in a list of one name, and joins the list of another name.</summary>
    private sealed class NamedFit(string? written, string joined) : CorpusFit<KeepList>
    {
        protected internal override void Describe(FingerprintWriter writer) => writer.Add("names", $"{written}, {joined}");

        protected internal override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
        {
            PhaseFiles parts = await scope.ReduceAsync("parts", scope.ShardCount, (output, _) =>
            {
                if (written is null) return Task.CompletedTask;
                var part = new KeepListPart(output, 1_000, name: written);
                part.Keep(0);
                part.Complete();
                return Task.CompletedTask;
            }, cancellationToken);
            return await scope.JoinKeepListAsync("join", parts, joined, cancellationToken);
        }
    }

    [Fact]
    public async Task Join_PartsOfAName_GivesTheirList()
    {
        KeepList list = await RunFolder.Documents(1_000).FitAsync(new NamedFit("dedup", "dedup"), folder.Run());
        Assert.Equal([new KeepListRecord(0, 0)], list.ReadRecords());
    }

    [Theory]
    [InlineData("dedup", "its parts have the names 'dedup'")]
    [InlineData(null, "it wrote no parts of other names")]
    public async Task Join_NoPartOfTheName_IsRefused(string? written, string expected)
    {
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => RunFolder.Documents(1_000).FitAsync(new NamedFit(written, "keep"), folder.Run()));
        Assert.Contains($"wrote no part 'keep' of a keep list for any shard; {expected}", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Writes parts named dedup in a map phase, whose manifests hold the numbers of records, and joins the list of the default name.</summary>
    private sealed class MapNamedFit : CorpusFit<KeepList>
    {
        protected internal override void Describe(FingerprintWriter writer) => writer.Add("version", 1);

        protected internal override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken) => await scope.JoinKeepListAsync(
            "join", await scope.MapAsync("read", scope.Corpus, new DedupSink(), cancellationToken), cancellationToken: cancellationToken);
    }

    private sealed class DedupSink : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("sink", "dedup");

        public IShardWriter Open(ShardOutput output) => new DedupWriter(new KeepListPart(output, name: "dedup"));
    }

    private sealed class DedupWriter(KeepListPart part) : IShardWriter
    {
        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span) part.Keep(document.Origin.Record);
            return default;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            part.Complete();
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }

    [Fact]
    public async Task Join_MapPartsOfAnotherName_IsRefused()
    {
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => RunFolder.Documents(1_000).FitAsync(new MapNamedFit(), folder.Run()));
        Assert.Contains("its parts have the names 'dedup'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Part_WrongCalls_AreRefused()
    {
        using var work = new TemporaryFolder();
        var output = new TestOutput(work.Path);
        var part = new KeepListPart(output.Of(0), records: 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => part.Keep(10));
        Assert.Throws<ArgumentException>(() => part.AddProvenance<int>("a/b"));
        part.Keep(9);
        part.Keep(0);
        Assert.Equal(2, part.KeptCount);
        part.Complete();
        Assert.Throws<InvalidOperationException>(part.Complete);
        output.Close();
        string path = work["part-00000.keep.bits"];
        (ulong[] words, long records) = KeepListPart.Read(LocalFileStore.Instance, path, null);
        Assert.Equal([0b10_0000_0001], words);
        Assert.Equal(10, records);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[0] ^= 2;
        File.WriteAllBytes(path, bytes);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => KeepListPart.Read(LocalFileStore.Instance, path, null)).Message,
            StringComparison.Ordinal);
    }
}
