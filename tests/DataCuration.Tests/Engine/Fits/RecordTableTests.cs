using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class RecordTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestOutput output;

    public RecordTableTests() => output = new TestOutput(folder.Path);

    public void Dispose() => folder.Dispose();

    private static List<(long Record, double Value)> Rows(int count, double gaps, double repeats, ulong seed)
    {
        var random = new SeededRandom(seed);
        var rows = new List<(long, double)>();
        for (long record = 0; rows.Count < count; record++)
        {
            if (random.NextDouble() < gaps) record += 1 + random.NextInt64(random.NextInt64(50) == 0 ? 1_000_000_000 : 3);
            do rows.Add((record, random.NextDouble()));
            while (random.NextDouble() < repeats);
        }
        return rows;
    }

    private string Write(List<(long Record, double Value)> rows, int shard = 0)
    {
        var writer = new RecordTableWriter<double>(output.Of(shard), "values");
        foreach ((long record, double value) in rows) writer.Append(record, value);
        writer.Complete();
        output.Close();
        return folder[RecordTableFormat.FileName(shard, "values")];
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(20_000, 0, 0)]
    [InlineData(20_000, 0.3, 0)]
    [InlineData(1_000, 0.001, 0)]
    [InlineData(20_000, 0.2, 0.3)]
    [InlineData(5_000, 0, 0.99)]
    public void Read_AnyRecords_GivesWhatWasWritten(int count, double gaps, double repeats)
    {
        List<(long Record, double Value)> rows = Rows(count, gaps, repeats, 7);
        using var part = new RecordTablePart<double>(Write(rows));
        Assert.Equal(rows.Count, part.RowCount);
        var read = new List<(long, double)>();
        for (RecordCursor<double> cursor = part.Read(); cursor.Read();) read.Add((cursor.Record, cursor.Value));
        Assert.Equal(rows, read);
        // Lookups against a dictionary: present records give their first value, others nothing.
        var first = new Dictionary<long, double>();
        foreach ((long record, double value) in rows) first.TryAdd(record, value);
        foreach (long record in first.Keys.SelectMany(record => new[] { record - 1, record, record + 1 }).Append(long.MaxValue).Append(-1).Distinct())
        {
            Assert.Equal(first.TryGetValue(record, out double expected), part.TryGet(record, out double found));
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Table_SeveralShards_FindsByShardAndRecord()
    {
        var provenance = new Dictionary<string, string> { ["model"] = "abc", ["corpus"] = "x" };
        for (int shard = 0; shard < 4; shard++)
        {
            if (shard == 2) continue;
            var writer = new RecordTableWriter<int>(output.Of(shard), "triples", width: 3, provenance: provenance);
            for (int record = 0; record < 10; record++) writer.Append(record * 2, [shard, record, -record]);
            writer.Complete();
        }
        using var table = new RecordTable<int>(output.Files(20, 20, 20, 20), "triples");
        Assert.Equal(4, table.ShardCount);
        Assert.True(table.TryGetRow(3, 8, out ReadOnlySpan<int> row));
        Assert.Equal([3, 4, -4], row.ToArray());
        Assert.False(table.TryGetRow(3, 9, out _));
        Assert.False(table.TryGet(2, 8, out _));
        Assert.Null(table.OpenShard(2));
        Assert.Equal("abc", table.ReadProvenance(1)["model"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.TryGet(4, 0, out _));
    }

    [Fact]
    public void Writer_WrongCalls_AreRefused()
    {
        var writer = new RecordTableWriter<int>(output.Of(0), "a", width: 2);
        writer.Append(5, [1, 2]);
        Assert.Throws<ArgumentException>(() => writer.Append(6, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Append(4, [1, 2]));
        writer.Complete();
        Assert.Throws<InvalidOperationException>(writer.Complete);
        Assert.Throws<InvalidOperationException>(() => writer.Append(9, [1, 2]));
        output.Close();
    }

    [Fact]
    public void Open_ValuesOfAnotherSize_NamesBothSizes()
    {
        string path = Write(Rows(10, 0, 0, 1));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new RecordTablePart<int>(path));
        Assert.Contains("its values have 8 bytes, and Int32 has 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedOrTruncatedAnywhere_NamesFileAndOffsetOrGivesTheSameValues()
    {
        List<(long Record, double Value)> rows = Rows(30_000, 0.2, 0.05, 3);
        string path = Write(rows);
        byte[] whole = File.ReadAllBytes(path);
        var random = new SeededRandom(11);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. whole];
            if (i % 4 == 0) damaged = damaged[..(int)random.NextInt64(whole.Length)];
            else damaged[i < 200 ? random.NextInt64(whole.Length) : whole.Length - 1 - random.NextInt64(200)] ^= (byte)(1 + random.NextInt64(255));
            File.WriteAllBytes(path, damaged);
            try
            {
                using var part = new RecordTablePart<double>(path);
                int at = 0;
                for (RecordCursor<double> cursor = part.Read(); cursor.Read(); at++) Assert.Equal(rows[at], (cursor.Record, cursor.Value));
                Assert.Equal(rows.Count, at);
            }
            catch (InvalidDataException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
                Assert.Contains("byte", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.True(refused >= 390, $"{refused} of 400 damages were found.");
    }

    [Fact]
    public void TryGet_OneDamagedBlock_OnlyItsRecordsAreRefused()
    {
        string path = Write(Rows(100_000, 0, 0, 5));
        byte[] bytes = File.ReadAllBytes(path);
        bytes[ChecksummedWriter.BlockBytes + 100] ^= 4;
        File.WriteAllBytes(path, bytes);
        using var part = new RecordTablePart<double>(path);
        Assert.True(part.TryGet(10, out _));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => part.TryGet(ChecksummedWriter.BlockBytes / 8, out _));
        Assert.Contains($"damaged at byte {ChecksummedWriter.BlockBytes}", error.Message, StringComparison.Ordinal);
        Assert.True(part.TryGet(99_999, out _));
    }
}
