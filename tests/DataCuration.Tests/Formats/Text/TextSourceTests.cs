using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tests.Formats.Text;

public sealed class TextSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Read_Encodings_GiveTheSameText()
    {
        const string Text = "Grüße 😀\r\nzwei";
        folder.Write("d/a.txt", Text);
        folder.Write("d/b.txt", "\uFEFF" + Text);
        folder.Write("d/c.txt", [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Text)]);
        folder.Write("d/d/d.txt", [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes(Text)]);
        folder.Write("d/e.txt.gz", Compression.SourceFileStreamTests.Compress(".gz", Encoding.UTF8.GetBytes(Text)));
        folder.Write("d/f.txt.zst", Compression.SourceFileStreamTests.Compress(".zst", Encoding.UTF8.GetBytes("\uFEFF" + Text)));
        SourceContent content = await SourceContent.ReadAsync(new TextSource(folder["d/**"]));
        Assert.Empty(content.Faults);
        Assert.All(content.Documents, document => Assert.Equal(Text, document.Text));
        Assert.Equal(["a.txt", "b.txt", "c.txt", "d/d.txt", "e.txt.gz", "f.txt.zst"], content.Documents.Select(document => document.Id));
        Assert.Equal(Enumerable.Range(0, 6).Select(i => (long)i), content.Documents.Select(document => document.Origin.Record));
        Assert.All(content.Documents, document => Assert.True(document.Record.IsEmpty && document.HasOwnId));
        Assert.Single(content.Shards);
    }

    [Theory]
    [InlineData(new byte[] { 65, 0xff }, "byte 1")]
    [InlineData(new byte[] { 0xff, 0xfe, 65, 0, 0, 0xd8, 65, 0 }, "UTF-16 at byte 4")]
    [InlineData(new byte[] { 0xfe, 0xff, 65 }, "UTF-16 at byte 2: 0x41")]
    [InlineData(new byte[] { 0xfe, 0xff, 0, 65, 0xdc, 0 }, "UTF-16 at byte 4: 0xdc00")]
    [InlineData(new byte[] { 0xfe, 0xff, 0, 65, 0xd8, 0 }, "UTF-16 at byte 4: 0xd800")]
    public async Task Read_InvalidText_IsAFault(byte[] bytes, string inMessage)
    {
        folder.Write("a.txt", bytes);
        folder.Write("b.txt", "fine");
        SourceContent content = await SourceContent.ReadAsync(new TextSource(folder["*.txt"]));
        RecordFault fault = Assert.Single(content.Faults);
        Assert.Equal((RecordFaultReasons.InvalidUtf8, "a.txt"), (fault.Reason, fault.Source));
        Assert.Contains(inMessage, fault.Message, StringComparison.Ordinal);
        Assert.Equal("fine", Assert.Single(content.Documents).Text);
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("a.txt.gz")]
    public async Task Read_FileOverTheLimit_IsAFault(string name)
    {
        folder.Write(name, Compression.SourceFileStreamTests.Compress(name, Encoding.UTF8.GetBytes(new string('x', 1001))));
        Assert.Equal(RecordFaultReasons.RecordTooLong, Assert.Single((await SourceContent.ReadAsync(new TextSource(folder["a.*"]), 1000)).Faults).Reason);
        Assert.Equal(1001, Assert.Single((await SourceContent.ReadAsync(new TextSource(folder["a.*"]), 1001)).Documents).Text.Length);
    }

    [Fact]
    public async Task Read_EmptyFile_IsAnEmptyDocument()
    {
        folder.Write("a.txt", "");
        Assert.Equal("", Assert.Single((await SourceContent.ReadAsync(new TextSource(folder["a.txt"]))).Documents).Text);
    }

    [Fact]
    public async Task Read_UnwantedFiles_AreNotOpened()
    {
        for (int i = 0; i < 6; i++) folder.Write($"{i}.txt.gz", [0x1f, 0x8b, 8, 0xff]);
        SourceContent content = await SourceContent.ReadAsync(new TextSource(folder["*.gz"]), selection: _ => false);
        Assert.Empty(content.Documents);
        await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(new TextSource(folder["*.gz"])));
    }

    [Fact]
    public void RawFiles_KnownExtensions_HaveTheirMediaType()
    {
        foreach (string name in new[] { "a.html", "b.PDF", "c.txt.gz", "d", "e.bin" })
            folder.Write(name, Compression.SourceFileStreamTests.Compress(name, "content"u8.ToArray()));
        var source = new RawFileSource([folder["*"]], new RawFileReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } });
        IReadOnlyList<SourceShard> shards = source.ListShards();
        Assert.Equal(5, shards.Count);
        var types = new List<string>();
        foreach (SourceShard shard in shards)
        {
            RawFileReader reader = RawFileSource.Open(shard, new ReadLimits { MaxRecordBytes = 100 });
            while (reader.HasNext)
            {
                Assert.True(reader.TryReadNext(out RawDocument? document, out _));
                Assert.Equal("content", Encoding.UTF8.GetString(document.Content.Span));
                types.Add($"{document.Id} {document.MediaType}");
            }
            Assert.Equal(shard.Bytes, reader.BytesRead);
        }
        Assert.Equal(["a.html text/html", "b.PDF application/pdf", "c.txt.gz text/plain", "d application/octet-stream",
            "e.bin application/octet-stream"], types);
    }

    [Fact]
    public void RawFiles_FileOverTheLimit_IsAFault()
    {
        folder.Write("a.html", "0123456789");
        SourceShard shard = new RawFileSource([folder["a.html"]], new RawFileReadOptions()).ListShards()[0];
        RawFileReader reader = RawFileSource.Open(shard, new ReadLimits { MaxRecordBytes = 9 });
        Assert.False(reader.TryReadNext(out _, out RecordFault? fault));
        Assert.Equal((RecordFaultReasons.RecordTooLong, 10L), (fault.Reason, fault.Length));
    }
}
