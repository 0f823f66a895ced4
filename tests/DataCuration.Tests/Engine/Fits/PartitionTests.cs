using System.IO.Hashing;
using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class PartitionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestOutput output;

    public PartitionTests() => output = new TestOutput(folder.Path);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 0)]
    [InlineData(300, 0)]
    [InlineData(7, 16)]
    [InlineData(1_000, 16)]
    public void Read_EveryPartition_GivesItsRecordsInOrder(int partitions, int recordSize)
    {
        var random = new SeededRandom(5);
        var expected = new List<(int Shard, byte[] Record)>[partitions];
        for (int p = 0; p < partitions; p++) expected[p] = [];
        for (int shard = 0; shard < 3; shard++)
        {
            var writer = new PartitionWriter(output.Of(shard), "records", partitions, recordSize) { BufferBytes = 1 << 16 };
            for (int i = 0; i < (shard == 1 ? 0 : 9_000); i++)
            {
                var record = new byte[recordSize > 0 ? recordSize : random.NextInt64(60) == 0 ? random.NextInt64(30_000) : random.NextInt64(20)];
                for (int b = 0; b < record.Length; b++) record[b] = (byte)random.NextUInt64();
                ulong hash = random.NextUInt64();
                writer.Write(hash, record);
                expected[PartitionWriter.PartitionOf(hash, partitions)].Add((shard, record));
            }
            writer.Complete();
        }
        var read = new Partitions(output.Files(1, 1, 1), "records");
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length); // one file a shard
        for (int p = 0; p < partitions; p++)
        {
            Assert.Equal(expected[p].Count, read.GetRecordCount(p));
            using PartitionReader reader = read.Read(p);
            int at = 0;
            for (; reader.Read(); at++)
            {
                Assert.Equal(expected[p][at].Shard, reader.Shard);
                Assert.True(expected[p][at].Record.AsSpan().SequenceEqual(reader.Record));
            }
            Assert.Equal(expected[p].Count, at);
        }
    }

    [Fact]
    public void PartitionOf_Hashes_AreSpreadOverAllPartitions()
    {
        int[] counts = new int[10];
        for (int i = 0; i < 10_000; i++) counts[PartitionWriter.PartitionOf(XxHash3.HashToUInt64(BitConverter.GetBytes(i)), 10)]++;
        Assert.All(counts, count => Assert.InRange(count, 850, 1_150));
        Assert.Equal((0, 9), (PartitionWriter.PartitionOf(0, 10), PartitionWriter.PartitionOf(ulong.MaxValue, 10)));
    }

    [Fact]
    public void Write_WrongRecords_AreRefused()
    {
        var writer = new PartitionWriter(output.Of(0), "a", 4, recordSize: 8);
        Assert.Throws<ArgumentException>(() => writer.Write(1UL, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteTo(4, 5L));
        writer.WriteTo(3, 5L);
        writer.Complete();
        Assert.Throws<InvalidOperationException>(() => writer.WriteTo(3, 5L));
        var longer = new PartitionWriter(output.Of(1), "a", 4) { BufferBytes = 1 << 16 };
        Assert.Throws<ArgumentException>(() => longer.WriteTo(0, new byte[1 << 16]));
        longer.Complete();
        var read = new Partitions(output.Files(1, 1), "a");
        using PartitionReader reader = read.Read(3);
        Assert.True(reader.Read());
        Assert.Equal(5L, reader.Get<long>());
        Assert.Throws<InvalidOperationException>(() => reader.Get<int>());
        Assert.Throws<ArgumentOutOfRangeException>(() => read.GetRecordCount(4));
    }

    [Fact]
    public void Read_DamagedOrTruncatedAnywhere_NamesTheFileOrGivesTheSameRecords()
    {
        var writer = new PartitionWriter(output.Of(0), "records", 5) { BufferBytes = 1 << 16 };
        for (int i = 0; i < 20_000; i++) writer.WriteTo(i % 5, BitConverter.GetBytes(i).AsSpan(0, 1 + i % 4));
        writer.Complete();
        PhaseFiles files = output.Files(1);
        string path = folder["part-00000.records.partitions"];
        byte[] whole = File.ReadAllBytes(path);
        string sound = ReadAll(files);
        var random = new SeededRandom(3);
        int refused = 0;
        for (int i = 0; i < 200; i++)
        {
            byte[] damaged = [.. whole];
            if (i % 4 == 0) damaged = damaged[..(int)random.NextInt64(whole.Length)];
            else damaged[i < 100 ? random.NextInt64(whole.Length) : whole.Length - 1 - random.NextInt64(300)] ^= (byte)(1 + random.NextInt64(255));
            File.WriteAllBytes(path, damaged);
            try
            {
                Assert.Equal(sound, ReadAll(files));
            }
            catch (InvalidDataException e)
            {
                Assert.Contains($"'{path}' is damaged at byte", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.True(refused >= 190, $"{refused} of 200 damages were found.");
    }

    [Fact]
    public void Read_NameThatEndsInAnother_IsNotTaken()
    {
        foreach (string name in new[] { "my.hashes", "hashes" })
        {
            var writer = new PartitionWriter(output.Of(0), name, 1, recordSize: 8);
            writer.WriteTo(0, name.Length + 0L);
            writer.Complete();
        }
        var other = new PartitionWriter(output.Of(1), "my.hashes", 1, recordSize: 8);
        other.WriteTo(0, 1L);
        other.Complete();
        var inFolder = new PartitionWriter(output.Of(2).InFolder("sub"), "hashes", 1, recordSize: 8);
        inFolder.WriteTo(0, 2L);
        inFolder.Complete();
        using PartitionReader reader = new Partitions(output.Files(1, 1, 1), "hashes").Read(0);
        var read = new List<(int Shard, long Value)>();
        while (reader.Read()) read.Add((reader.Shard, reader.Get<long>()));
        Assert.Equal([(0, 6L), (2, 2L)], read);
    }

    private static string ReadAll(PhaseFiles files)
    {
        var hash = new XxHash64();
        var partitions = new Partitions(files, "records");
        for (int p = 0; p < 5; p++)
        {
            using PartitionReader reader = partitions.Read(p);
            while (reader.Read()) hash.Append(reader.Record);
        }
        return Convert.ToHexString(hash.GetCurrentHash());
    }
}
