using System.Buffers.Binary;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Training.Tests;

public sealed class TensorBoardWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // RFC 3720, appendix B.4, and the check value of the CRC catalogue.
    [Fact]
    public void Compute_KnownBytes_GivesThePublishedChecksums()
    {
        Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Compute(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, Crc32C.Compute(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
        Assert.Equal(0u, Crc32C.Compute([]));
    }

    [Fact]
    public void AddScalar_SeveralNumbers_AreReadBack()
    {
        string path;
        using (var writer = new TensorBoardWriter(folder.Combine("log"), 41))
        {
            writer.AddScalar("training/loss", 2.5, 41);
            writer.AddScalar("bits_per_byte/é", 1e-3, 300_000_000_000);
            path = writer.Path;
        }
        Assert.Contains("tfevents", Path.GetFileName(path), StringComparison.Ordinal);
        List<Event> events = Read(File.ReadAllBytes(path));
        Assert.Equal(4, events.Count);
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.Equal((41, true), (events[1].Step, events[1].IsStart));
        Assert.Equal(("training/loss", 2.5f, 41), (events[2].Tag, events[2].Value, events[2].Step));
        Assert.Equal(("bits_per_byte/é", 1e-3f, 300_000_000_000), (events[3].Tag, events[3].Value, events[3].Step));
        Assert.All(events, one => Assert.True(one.Seconds > 1e9));
    }

    [Fact]
    public void Constructor_SameSecond_MakesAnotherFile()
    {
        using var one = new TensorBoardWriter(folder.Combine("log"), 0);
        using var two = new TensorBoardWriter(folder.Combine("log"), 5);
        Assert.NotEqual(one.Path, two.Path);
    }

    // Records of TFRecord: u64 length, masked CRC of the length, data, masked CRC of the data.
    internal static List<Event> Read(byte[] bytes)
    {
        var events = new List<Event>();
        for (int at = 0; at < bytes.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            Assert.Equal(Masked(bytes.AsSpan(at + 12, length)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            events.Add(Parse(bytes.AsSpan(at + 12, length)));
            at += 16 + length;
        }
        return events;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue; // bit by bit, as the oracle
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);
    }

    private static Event Parse(ReadOnlySpan<byte> message)
    {
        var found = new Event();
        foreach ((int field, ulong number, byte[] content) in Fields(message))
        {
            if (field == 1) found = found with { Seconds = BitConverter.UInt64BitsToDouble(number) };
            if (field == 2) found = found with { Step = (long)number };
            if (field == 3) found = found with { Version = Encoding.UTF8.GetString(content) };
            if (field == 7) found = found with { IsStart = Fields(content).Single() is (1, 1, _) };
            if (field != 5) continue;
            foreach ((int inner, ulong value, byte[] bytes) in Fields(Fields(content).Single().Content))
                found = inner == 1 ? found with { Tag = Encoding.UTF8.GetString(bytes) } : found with { Value = BitConverter.UInt32BitsToSingle((uint)value) };
        }
        return found;
    }

    private static List<(int Field, ulong Number, byte[] Content)> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int, ulong, byte[])>();
        while (!message.IsEmpty)
        {
            ulong key = Varint(ref message);
            ulong number = 0;
            byte[] content = [];
            switch (key & 7)
            {
                case 0: number = Varint(ref message); break;
                case 1: number = BinaryPrimitives.ReadUInt64LittleEndian(message); message = message[8..]; break;
                case 5: number = BinaryPrimitives.ReadUInt32LittleEndian(message); message = message[4..]; break;
                default:
                    Assert.Equal(2u, key & 7);
                    int length = (int)Varint(ref message);
                    content = message[..length].ToArray();
                    message = message[length..];
                    break;
            }
            fields.Add(((int)(key >> 3), number, content));
        }
        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte value = message[0];
            message = message[1..];
            number |= (ulong)(value & 0x7F) << shift;
            if (value < 0x80) return number;
        }
    }

    internal sealed record Event
    {
        public double Seconds { get; init; }

        public long Step { get; init; }

        public string? Version { get; init; }

        public bool IsStart { get; init; }

        public string? Tag { get; init; }

        public float Value { get; init; }
    }
}
