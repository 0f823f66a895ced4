using System.IO.Compression;
using CsCheck;
using DataCuration.TestKit;
using ZstdSharp;

namespace DataCuration.Tests.Formats.Compression;

public sealed class SourceFileStreamTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.txt")]
    [InlineData("a.txt.gz")]
    [InlineData("a.txt.ZST")]
    public void Read_AnyCompression_GivesTheContent(string name)
    {
        byte[] content = Text(200_000);
        string path = folder.Write(name, Compress(name, content));
        using var stream = SourceFileStream.Open(path, name);
        Assert.Equal(content, ReadAll(stream));
        Assert.Equal(content.Length, stream.Position);
        Assert.Equal(new FileInfo(path).Length, stream.BytesRead);
    }

    [Theory]
    [InlineData("a.gz")]
    [InlineData("a.zst")]
    public void Read_SeveralMembers_ReadsAll(string name)
    {
        byte[][] parts = [Text(10), [], Text(100_000), Text(1), [], []];
        string path = folder.Write(name, parts.SelectMany(part => Compress(name, part)).ToArray());
        Assert.Equal(parts.SelectMany(part => part), ReadAll(path));
    }

    [Fact]
    public void Read_RandomGzipMembers_ReadsAll()
    {
        Gen.Select(Gen.Byte[97, 100].Array[0, 3000].Array[1, 6], Gen.Int[0, 9], Gen.Int[0, 20]).Sample(
            (parts, level, padding) =>
            {
                byte[] file = [.. parts.SelectMany(part => Gzip(part, level)), .. new byte[padding]];
                using var temporary = new TemporaryFolder();
                Assert.Equal(parts.SelectMany(part => part), ReadAll(temporary.Write("a.gz", file)));
            },
            iter: 60);
    }

    [Theory]
    [InlineData("a.gz")]
    [InlineData("a.zst")]
    public void Read_TruncatedAnywhere_IsDamaged(string name)
    {
        byte[] whole = Compress(name, Text(400));
        for (int length = 0; length < whole.Length; length++)
        {
            string path = folder.Write(name, whole.AsSpan(0, length));
            var exception = Assert.Throws<InvalidDataException>(() => ReadAll(path));
            Assert.Contains($"'{name}' is damaged at decompressed offset", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a.gz")]
    [InlineData("a.zst")]
    public void Read_SecondMemberTruncated_IsDamagedAtItsOffset(string name)
    {
        byte[] first = Text(70_000);
        byte[] second = Compress(name, Text(5000));
        string path = folder.Write(name, [.. Compress(name, first), .. second.AsSpan(0, second.Length - 3)]);
        using var stream = SourceFileStream.Open(path, name);
        Assert.Throws<InvalidDataException>(() => ReadAll(stream));
        Assert.True(stream.Position >= first.Length);
    }

    [Theory]
    [InlineData("a.gz")]
    [InlineData("a.zst")]
    public void Read_AnyFlippedBitInPayloadOrChecksum_IsDamagedOrHarmless(string name)
    {
        byte[] content = Text(300);
        byte[] whole = Compress(name, content);
        int header = name.EndsWith(".gz", StringComparison.Ordinal) ? 10 : 0;
        int damaged = 0;
        for (int bit = header * 8; bit < whole.Length * 8; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // Some bits have no meaning (padding after the last block, hints in a frame header), but no changed bit may change the content undetected.
                Assert.Equal(content, ReadAll(folder.Write(name, flipped)));
            }
            catch (InvalidDataException)
            {
                damaged++;
            }
        }
        Assert.True(damaged > whole.Length * 7);
    }

    [Theory]
    [InlineData("a.gz")]
    [InlineData("a.zst")]
    public void Read_GarbageAfterTheEnd_IsDamaged(string name)
    {
        string path = folder.Write(name, [.. Compress(name, Text(5000)), .. "garbage"u8]);
        Assert.Throws<InvalidDataException>(() => ReadAll(path));
    }

    [Fact]
    public void Read_NotGzip_ShowsTheFirstBytes()
    {
        var exception = Assert.Throws<InvalidDataException>(() => ReadAll(folder.Write("a.gz", [0x7b, 0x22, 0, 0x65, 0xff])));
        Assert.Contains("0x7b220065", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.gz")]
    [InlineData("a.zst")]
    public void Read_PlainTextWithACompressedName_IsRead(string name)
    {
        byte[] content = [.. "{\"text\": \"Grüße"u8, .. Text(3000)];
        Assert.Equal(content, ReadAll(folder.Write(name, content)));
        SourceFile file = SourceFiles.Find(folder[name])[0];
        Assert.Equal(FileCompression.None, file.Compression);
        using var stream = SourceFileStream.Open(folder[name], name, 100);
        Assert.Equal(content[100..], ReadAll(stream));
    }

    [Theory]
    [InlineData(".gz", FileCompression.Gzip)]
    [InlineData(".zst", FileCompression.Zstd)]
    public void Read_CompressedContentWithAnyName_IsDecompressed(string compression, FileCompression expected)
    {
        byte[] content = Text(100_000);
        foreach (string name in new[] { "plain.txt", "other.gz", "other.zst" })
        {
            Assert.Equal(content, ReadAll(folder.Write(name, Compress(compression, content))));
            Assert.Equal(expected, SourceFiles.Find(folder[name])[0].Compression);
            Assert.Throws<ArgumentOutOfRangeException>(() => SourceFileStream.Open(folder[name], name, 1));
        }
    }

    [Theory]
    [InlineData(13)]
    [InlineData(27)]
    [InlineData(28)]
    [InlineData(31)]
    public void Read_ZstdOfAnyWindow_IsRead(int windowLog)
    {
        // A frame with a window, one raw block that is not the last, and one run-length block: as zstd --long writes a stream of unknown length.
        byte[] content = [.. Text(1000), .. Enumerable.Repeat((byte)'z', 5000)];
        byte[] header = [0x28, 0xb5, 0x2f, 0xfd, 0, (byte)((windowLog - 10) << 3)];
        byte[] frame = [.. header, .. Block(1000, 0, isLast: false), .. content[..1000], .. Block(5000, 1, isLast: true), (byte)'z'];
        Assert.Equal(content, ReadAll(folder.Write("a.zst", frame)));
        var units = UnitInput.Open(new MemoryStream(frame));
        var read = new List<byte>();
        byte[] buffer = new byte[700];
        for (UnitStep step = units.Read(buffer, out int written); step != UnitStep.End; step = units.Read(buffer, out written))
        {
            Assert.NotEqual(UnitStep.Lost, step);
            read.AddRange(buffer.AsSpan(0, written));
        }
        units.Dispose();
        Assert.Equal(content, read);

        static byte[] Block(int length, int type, bool isLast) => BitConverter.GetBytes(length << 3 | type << 1 | (isLast ? 1 : 0))[..3];
    }

    [Theory]
    [InlineData("00a9", "2,415,919,104")] // a window of 2 GiB and an eighth
    [InlineData("00ff", "4,123,168,604,160")] // the largest that the format has
    [InlineData("e00000000001000000", "4,294,967,296")] // no window: the content's size
    public void Read_ZstdWindowBeyondTheLimit_NamesTheWindowAndTheCure(string header, string bytes)
    {
        byte[] frame = [0x28, 0xb5, 0x2f, 0xfd, .. Convert.FromHexString(header), 1, 0, 0];
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ReadAll(folder.Write("a.zst", frame)));
        Assert.Contains($"a zstd frame needs a window of {bytes} bytes, and at most 2 GiB are read (zstd --long=31)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("damaged", error.Message, StringComparison.Ordinal);
        using var units = UnitInput.Open(new MemoryStream(frame));
        UnitStep step;
        do step = units.Read(new byte[100], out _);
        while (step is not UnitStep.Lost and not UnitStep.End);
        Assert.Equal(UnitStep.Lost, step);
        Assert.Contains($"needs a window of {bytes} bytes", units.Lost!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"text\":\"a\"}\n")]
    public void Read_BytesAfterAZstdFrame_AreNamed(string after)
    {
        byte[] file = [.. Compress("a.zst", Text(100)), .. System.Text.Encoding.UTF8.GetBytes(after)];
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ReadAll(folder.Write("a.zst", file)));
        Assert.Equal("'a.zst' is damaged at decompressed offset 100: a zstd frame is followed by bytes that are not zstd", error.Message);
    }

    [Fact]
    public void CheckContent_AfterReading_IsRefused()
    {
        using var stream = SourceFileStream.Open(folder.Write("a.txt", "{\"text\":\"a\"}"), "a.txt");
        stream.CheckContent(SourceFormat.JsonLines);
        Assert.Equal(0, stream.Position);
        Assert.Equal("{\"text\":\"a\"}"u8.ToArray(), ReadAll(stream));
        Assert.Equal(12, stream.Position);
        Assert.Throws<InvalidOperationException>(() => stream.CheckContent(SourceFormat.JsonLines));
    }

    [Fact]
    public void Read_GzipHeaderWithAllOptionalParts_IsRead()
    {
        byte[] plain = Gzip(Text(100), 6);
        byte[] header = [.. plain.AsSpan(0, 3), 0x1e, .. plain.AsSpan(4, 6), 3, 0, 1, 2, 3, .. "name\0"u8, .. "comment\0"u8, 9, 9];
        Assert.Equal(Text(100), ReadAll(folder.Write("a.gz", [.. header, .. plain.AsSpan(10)])));
    }

    [Fact]
    public void Open_MiddleOfCompressedFile_IsRefused()
    {
        string path = folder.Write("a.gz", Gzip([1], 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => SourceFileStream.Open(path, "a.gz", 1));
    }

    [Theory]
    [InlineData(FileCompression.Gzip, 1)]
    [InlineData(FileCompression.Gzip, 9)]
    [InlineData(FileCompression.Zstd, 1)]
    [InlineData(FileCompression.Zstd, 19)]
    public void Wrap_SameContent_GivesSameBytesThatOthersRead(FileCompression compression, int level)
    {
        byte[] content = Text(300_000);
        byte[] first = Wrapped();
        Assert.Equal(first, Wrapped());
        using Stream other = compression == FileCompression.Gzip
            ? new GZipStream(new MemoryStream(first), CompressionMode.Decompress)
            : new DecompressionStream(new MemoryStream(first));
        Assert.Equal(content, ReadAll(other));
        Assert.Equal(content, ReadAll(folder.Write("a" + CompressedOutput.Extension(compression), first)));

        byte[] Wrapped()
        {
            var file = new MemoryStream();
            using (Stream stream = CompressedOutput.Wrap(file, compression, level))
                for (int start = 0; start < content.Length; start += 1000) stream.Write(content, start, 1000);
            return file.ToArray();
        }
    }

    [Fact]
    public void Wrap_Gzip_HasNoTimeAndNoSystemInItsHeader()
    {
        var file = new MemoryStream();
        CompressedOutput.Wrap(file, FileCompression.Gzip).Dispose();
        Assert.Equal("1f8b08000000000000ff", Convert.ToHexStringLower(file.ToArray()[..10]));
    }

    [Fact]
    public void Wrap_LevelOutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CompressedOutput.Wrap(Stream.Null, FileCompression.Gzip, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => CompressedOutput.Wrap(Stream.Null, FileCompression.Zstd, 0));
    }

    internal static byte[] Compress(string name, byte[] content)
    {
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return Gzip(content, 6);
        if (!name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase)) return content;
        var file = new MemoryStream();
        using (Stream stream = CompressedOutput.Wrap(file, FileCompression.Zstd)) stream.Write(content);
        return file.ToArray();
    }

    private static byte[] Gzip(byte[] content, int level)
    {
        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true)) gzip.Write(content);
        // GZipStream writes nothing if nothing was written to it; gzip(1) writes an empty member.
        return file.Length > 0 ? file.ToArray() : [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)"the quick brown fox"[(int)(((long)i * i / 7 + i) % 19)])];

    private static byte[] ReadAll(string path)
    {
        using var stream = SourceFileStream.Open(path, Path.GetFileName(path));
        return ReadAll(stream);
    }

    private static byte[] ReadAll(Stream stream)
    {
        var content = new MemoryStream();
        stream.CopyTo(content, 777);
        return content.ToArray();
    }
}
