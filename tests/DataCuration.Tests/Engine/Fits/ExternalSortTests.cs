using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class ExternalSortTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Records whose keys repeat, with their number in the input at the end, so that a sort that is not stable is seen.</summary>
    private static List<byte[]> Records(int count, int recordSize, ulong keys, ulong seed)
    {
        var random = new SeededRandom(seed);
        var records = new List<byte[]>(count);
        for (int i = 0; i < count; i++)
        {
            var record = new byte[recordSize > 0 ? recordSize : 12 + random.NextInt64(60)];
            BitConverter.TryWriteBytes(record, random.NextUInt64() % keys);
            BitConverter.TryWriteBytes(record.AsSpan(record.Length - 4), i);
            records.Add(record);
        }
        return records;
    }

    private static List<byte[]> Drain(RecordReader reader)
    {
        using (reader)
        {
            var records = new List<byte[]>();
            while (reader.Read()) records.Add(reader.Record.ToArray());
            return records;
        }
    }

    [Theory]
    [InlineData(0, 16, 5, 1 << 20, 64, 1)]
    [InlineData(1, 0, 5, 1 << 20, 64, 1)]
    [InlineData(3_000, 0, 50, 1 << 20, 64, 1)]
    [InlineData(200_000, 16, 1_000_000_000, 1 << 20, 64, 1)]
    [InlineData(200_000, 16, 3, 1 << 20, 2, 1)]
    [InlineData(200_000, 0, 70_000, 1 << 20, 3, 2)]
    [InlineData(200_000, 24, 70_000, 64 << 20, 64, 2)]
    public void Sort_AnyMemoryAndFanIn_EqualsAStableSortInMemory(int count, int recordSize, long keys, long memory, int fanIn, int threads)
    {
        List<byte[]> records = Records(count, recordSize, (ulong)keys, 9);
        var sort = new ExternalSort(folder["runs"], RecordOrder.UInt64())
        {
            RecordSize = recordSize,
            MemoryBytes = memory,
            MaxFanIn = fanIn,
            Threads = threads
        };
        List<byte[]> sorted = Drain(sort.Sort(() => new ListReader(records), TestContext.Current.CancellationToken));
        List<byte[]> expected = [.. records.OrderBy(record => BitConverter.ToUInt64(record))];
        Assert.Equal(expected.Count, sorted.Count);
        for (int i = 0; i < expected.Count; i++) Assert.True(expected[i].AsSpan().SequenceEqual(sorted[i]), $"record {i}");
        Assert.False(Directory.Exists(folder["runs"]) && Directory.EnumerateFiles(folder["runs"]).Any());
    }

    [Fact]
    public void Sort_WholeRecordsAsBytes_EqualsAComparison()
    {
        // Long equal beginnings: the prefix decides nothing.
        var random = new SeededRandom(4);
        List<byte[]> records = [.. Enumerable.Range(0, 60_000)
            .Select(_ => System.Text.Encoding.ASCII.GetBytes($"the same beginning {random.NextInt64(3_000):D4}")[..(int)(17 + random.NextInt64(7))])];
        List<byte[]> sorted = Drain(new ExternalSort(folder["runs"], RecordOrder.Bytes) { MemoryBytes = 1 << 20 }
            .Sort(() => new ListReader(records), TestContext.Current.CancellationToken));
        string[] expected = [.. records.Select(System.Text.Encoding.ASCII.GetString).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, sorted.Select(System.Text.Encoding.ASCII.GetString));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(2)]
    public void Sort_DamagedRunFiles_AreNamedAndRebuilt(int fanIn)
    {
        List<byte[]> records = Records(150_000, 0, 1_000_000_000, 2);
        List<byte[]> expected = [.. records.OrderBy(record => BitConverter.ToUInt64(record))];
        for (int kind = 0; kind < 3; kind++)
        {
            var warnings = new List<string>();
            var damaged = new List<string>();
            int runs = 0;
            void Damage(string path)
            {
                if (runs++ % 3 != 1) return;
                damaged.Add(path);
                using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
                file.Position = file.Length / 2;
                int value = file.ReadByte();
                if (kind == 2)
                {
                    file.SetLength(file.Length / 3);
                    return;
                }
                file.Position = kind == 0 ? file.Length / 2 : 3; // in a block, and in the first block's header
                if (kind == 1) value = file.ReadByte();
                file.Position = kind == 0 ? file.Length / 2 : 3;
                file.WriteByte((byte)(value ^ 0x40));
            }
            var sort = new ExternalSort(folder["runs"], RecordOrder.UInt64())
            {
                MemoryBytes = 1 << 20,
                MaxFanIn = fanIn,
                Warn = warnings.Add,
                RunWritten = Damage
            };
            List<byte[]> sorted = Drain(sort.Sort(() => new ListReader(records), TestContext.Current.CancellationToken));
            Assert.True(damaged.Count >= 2);
            Assert.All(damaged, path => Assert.Contains(warnings, warning => warning.Contains(path, StringComparison.Ordinal)
                && warning.Contains("damaged at byte", StringComparison.Ordinal)));
            Assert.Equal(expected.Count, sorted.Count);
            for (int i = 0; i < expected.Count; i++) Assert.True(expected[i].AsSpan().SequenceEqual(sorted[i]), $"record {i}");
            Assert.Empty(Directory.EnumerateFiles(folder["runs"]));
        }
    }

    [Fact]
    public void Sort_InputThatChanges_CannotBeRebuiltAndSaysSo()
    {
        List<byte[]> records = Records(150_000, 16, 1_000_000, 2);
        int opened = 0;
        var sort = new ExternalSort(folder["runs"], RecordOrder.UInt64())
        {
            RecordSize = 16,
            MemoryBytes = 1 << 20,
            RunWritten = path =>
            {
                using FileStream file = File.Open(path, FileMode.Open);
                file.SetLength(file.Length / 2);
            },
        };
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => Drain(sort.Sort(() => new ListReader(opened++ == 0 ? records : records[..10]), TestContext.Current.CancellationToken)));
        Assert.Contains("ended after 10 records when it was read again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sort_CancelledOrOversizedInput_LeavesNoFiles()
    {
        List<byte[]> records = Records(150_000, 16, 1_000_000, 2);
        using var source = new CancellationTokenSource();
        var cancelled = new ExternalSort(folder["runs"], RecordOrder.UInt64()) { RecordSize = 16, MemoryBytes = 1 << 20, RunWritten = _ => source.Cancel() };
        Assert.Throws<OperationCanceledException>(() => cancelled.Sort(() => new ListReader(records), source.Token));
        Assert.Empty(Directory.EnumerateFiles(folder["runs"]));
        var large = new ExternalSort(folder["runs"], RecordOrder.Bytes) { MemoryBytes = 1 << 20 };
        Assert.Contains("does not fit in a sort buffer", Assert.Throws<InvalidDataException>(
            () => large.Sort(() => new ListReader([new byte[1 << 20]]), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        var uneven = new ExternalSort(folder["runs"], RecordOrder.Bytes) { RecordSize = 8 };
        Assert.Throws<InvalidDataException>(() => uneven.Sort(() => new ListReader([new byte[8], new byte[9]]), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Sort_RecordsLongerThanABlock_AreSorted()
    {
        var random = new SeededRandom(8);
        List<byte[]> records = [.. Enumerable.Range(0, 60).Select(i =>
        {
            var record = new byte[20_000 + random.NextInt64(40_000)];
            record.AsSpan().Fill((byte)random.NextInt64(250));
            return record;
        })];
        List<byte[]> sorted = Drain(new ExternalSort(folder["runs"], RecordOrder.BytesAt(0, 9)) { MemoryBytes = 1 << 20 }
            .Sort(() => new ListReader(records), TestContext.Current.CancellationToken));
        Assert.Equal(records.OrderBy(record => record[0]).Select(record => (record[0], record.Length)), sorted.Select(record => (record[0], record.Length)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(150_000)]
    public void Read_AfterDispose_IsRefused(int count)
    {
        List<byte[]> records = Records(count, 16, 5, 1);
        RecordReader reader = new ExternalSort(folder["runs"], RecordOrder.UInt64()) { RecordSize = 16, MemoryBytes = 1 << 20 }
            .Sort(() => new ListReader(records), TestContext.Current.CancellationToken);
        Assert.True(reader.Read());
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Record.Length);
        Assert.Throws<ObjectDisposedException>(() => reader.Read());
        reader.Dispose();
    }

    [Fact]
    public void Buffer_FewRecords_TakesLittleOfItsCapacity()
    {
        const int Capacity = (8 << 20) + 48;
        using var buffer = new SortBuffer(Capacity, 16, RecordOrder.UInt64());
        Assert.InRange(buffer.AllocatedBytes, 1, 1 << 20);
        var random = new SeededRandom(6);
        var values = new List<ulong>();
        var record = new byte[16];
        for (ulong value = random.NextUInt64(); ; value = random.NextUInt64())
        {
            BitConverter.TryWriteBytes(record, value);
            if (!buffer.TryAdd(record)) break;
            values.Add(value);
        }
        Assert.Equal((Capacity / 32, Capacity), (values.Count, buffer.AllocatedBytes));
        buffer.Sort(1);
        values.Sort();
        for (int i = 0; i < values.Count; i++) Assert.Equal(values[i], BitConverter.ToUInt64(buffer[i]));
    }

    [Fact]
    public void Buffer_AfterDispose_HasNoRecords()
    {
        var buffer = new SortBuffer(1 << 20, 8, RecordOrder.UInt64());
        Assert.True(buffer.TryAdd(new byte[8]));
        buffer.Dispose();
        Assert.Equal(0, buffer.Count);
        Assert.Throws<IndexOutOfRangeException>(() => buffer[0].Length);
    }

    [Fact]
    public void Int64Order_NegativeNumbers_ComeFirst()
    {
        List<byte[]> records = [.. new long[] { 5, -1, long.MinValue, 0, long.MaxValue, -7 }.Select(BitConverter.GetBytes)];
        List<byte[]> sorted = Drain(new ExternalSort(folder["runs"], RecordOrder.Int64()) { RecordSize = 8 }
            .Sort(() => new ListReader(records), TestContext.Current.CancellationToken));
        Assert.Equal([long.MinValue, -7, -1, 0, 5, long.MaxValue], sorted.Select(record => BitConverter.ToInt64(record)));
    }
}
