using System.IO.Compression;
using CsCheck;

namespace DataCuration.Tests.Formats.Compression;

public sealed class InflaterTests
{
    /// <summary>Generates bytes that compress in all ways: runs, far and near repeats, few and many different bytes.</summary>
    private static readonly Gen<byte[]> Content = Gen.Select(Gen.Int[1, 256], Gen.Int[0, 400_000], Gen.Int[1, 400], Gen.ULong)
        .Select((alphabet, length, run, seed) =>
    {
        var random = new SeededRandom(seed);
        var bytes = new byte[length];
        for (int i = 0; i < length;)
        {
            int count = Math.Min(length - i, 1 + (int)random.NextInt64(run));
            bool repeats = i > 0 && random.NextInt64(3) == 0;
            int distance = repeats ? 1 + (int)random.NextInt64(Math.Min(i, 32_768)) : 0;
            for (int end = i + count; i < end; i++) bytes[i] = repeats ? bytes[i - distance] : (byte)random.NextInt64(alphabet);
        }
        return bytes;
    });

    [Fact]
    public void Read_AnyContentAndLevel_GivesTheContentAndStandsBehindTheData()
    {
        Gen.Select(Content, Gen.Int[0, 9], Gen.Int[1, 70_000], Gen.Int[0, 40]).Sample(
            (content, level, step, after) =>
            {
                byte[] data = Deflate(content, level);
                byte[] tail = [.. Enumerable.Repeat((byte)0xa5, after)];
                var buffer = new StoredBuffer(new MemoryStream([.. data, .. tail]));
                (InflateStatus status, byte[] read) = ReadAll(buffer, step);
                Assert.Equal(InflateStatus.Finished, status);
                Assert.True(content.AsSpan().SequenceEqual(read));
                Assert.Equal(data.Length, buffer.Position);
            },
            iter: 60);
    }

    [Fact]
    public void Read_StreamThatGivesByteByByte_GivesTheContent()
    {
        byte[] content = [.. Enumerable.Range(0, 30_000).Select(i => (byte)(i * i / 7))];
        (InflateStatus status, byte[] read) = ReadAll(new StoredBuffer(new SlowStream(Deflate(content, 6))), 1000);
        Assert.Equal(InflateStatus.Finished, status);
        Assert.Equal(content, read);
    }

    [Fact]
    public void Read_CutAnywhere_GivesABeginningAndSaysTruncated()
    {
        byte[] content = [.. Enumerable.Range(0, 3_000).Select(i => (byte)(i % 83 * (i % 5)))];
        foreach (int level in (int[])[0, 1, 9])
        {
            byte[] data = Deflate(content, level);
            for (int length = 0; length < data.Length; length++)
            {
                (InflateStatus status, byte[] read) = ReadAll(new StoredBuffer(data.AsMemory(0, length)), 4096);
                Assert.Equal(InflateStatus.Truncated, status);
                Assert.True(content.AsSpan().StartsWith(read), $"level {level}, cut at {length}");
            }
        }
    }

    [Fact]
    public void Read_FlippedBytes_GivesWhatDeflateStreamGives()
    {
        Gen.Select(Gen.Byte[97, 110].Array[1, 4000], Gen.Int[0, 9], Gen.Int[0, int.MaxValue], Gen.Byte[1, 255]).Sample(
            (content, level, at, flip) =>
            {
                byte[] data = Deflate(content, level);
                data[at % data.Length] ^= flip;
                (InflateStatus status, byte[] read) = ReadAll(new StoredBuffer(data), 4096);
                (bool isValid, byte[] reference) = Reference(data);
                // The reference returns nothing of the block with the error, and treats truncated data as complete.
                if (status == InflateStatus.Finished) Assert.True(isValid && reference.AsSpan().SequenceEqual(read));
                else Assert.True(read.AsSpan().StartsWith(reference) || reference.AsSpan().StartsWith(read));
                if (status == InflateStatus.Invalid) Assert.False(isValid && reference.Length > read.Length);
            },
            iter: 2000);
    }

    [Fact]
    public void Read_RandomBytes_Ends()
    {
        Gen.Byte.Array[0, 5000].Sample(bytes =>
        {
            var buffer = new StoredBuffer(bytes);
            (InflateStatus status, _) = ReadAll(buffer, 8192);
            Assert.NotEqual(InflateStatus.More, status);
            Assert.InRange(buffer.Position, 0, bytes.Length);
        }, iter: 3000);
    }

    [Fact]
    public void Read_TrialOfEmptyBlocks_StopsSoon()
    {
        byte[] blocks = [.. Enumerable.Repeat<byte[]>([0, 0, 0, 0xff, 0xff], 100_000).SelectMany(block => block)];
        var buffer = new StoredBuffer(new MemoryStream(blocks));
        using var inflater = new Inflater();
        inflater.Begin(buffer, isTrial: true);
        Assert.Equal(InflateStatus.More, inflater.Read(new byte[100], out int written));
        Assert.Equal(0, written);
        Assert.True(buffer.Position < 10_000);
    }

    private static (InflateStatus Status, byte[] Content) ReadAll(StoredBuffer buffer, int step)
    {
        using var inflater = new Inflater();
        buffer.Mark = buffer.Position;
        inflater.Begin(buffer);
        using var content = new MemoryStream();
        var bytes = new byte[step];
        while (true)
        {
            InflateStatus status = inflater.Read(bytes, out int written);
            content.Write(bytes, 0, written);
            if (status != InflateStatus.More) return (status, content.ToArray());
            Assert.True(written > 0);
        }
    }

    private static byte[] Deflate(byte[] content, int level)
    {
        using var data = new MemoryStream();
        using (var deflate = new DeflateStream(data, new ZLibCompressionOptions { CompressionLevel = level })) deflate.Write(content);
        return data.ToArray();
    }

    private static (bool IsValid, byte[] Content) Reference(byte[] data)
    {
        using var content = new MemoryStream();
        try
        {
            using var deflate = new DeflateStream(new MemoryStream(data), CompressionMode.Decompress);
            deflate.CopyTo(content);
            return (true, content.ToArray());
        }
        catch (InvalidDataException)
        {
            return (false, content.ToArray());
        }
    }

    private sealed class SlowStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }
}
