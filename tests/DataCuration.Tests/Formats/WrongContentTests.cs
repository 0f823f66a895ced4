using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tests.Formats;

/// <summary>Files whose content differs from their name: they are read, or the message says what they are and what to do.</summary>
public sealed class WrongContentTests : IDisposable
{
    private const string Lines = "{\"id\":\"1\",\"text\":\"one\"}\n{\"id\":\"2\",\"text\":\"two\"}\n";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.jsonl", ".gz")]
    [InlineData("a.jsonl", ".zst")]
    [InlineData("a.jsonl.gz", "")]
    [InlineData("a.jsonl.zst", "")]
    [InlineData("a.jsonl.gz", ".zst")]
    [InlineData("a.jsonl.zst", ".gz")]
    public async Task Jsonl_CompressionThatTheNameDoesNotTell_IsRead(string name, string compression)
    {
        folder.Write(name, Compression.SourceFileStreamTests.Compress(compression, Encoding.UTF8.GetBytes(Lines)));
        // A small shard size: plain content is cut, whatever the name, and compressed content is not.
        var options = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 20 } };
        SourceContent content = await SourceContent.ReadAsync(new JsonlSource(folder[name], options));
        Assert.Equal(["1 one", "2 two"], content.Documents.Select(document => $"{document.Id} {document.Text}"));
        Assert.Equal(compression.Length == 0, content.Shards.Count > 1);
    }

    public static TheoryData<string, string, string> WrongContents => new()
    {
        { "UTF-16", "text in UTF-16 (little-endian)", "iconv -f UTF-16LE -t UTF-8" },
        { "UTF-16BE without mark", "text in UTF-16 (big-endian)", "iconv -f UTF-16BE -t UTF-8" },
        { "array", "one JSON array", "jq -c '.[]'" },
        { "pretty", "JSON with line breaks inside its objects", "jq -c ." },
        { "Parquet", "a Parquet file", "Corpus.FromParquet" },
        { "PDF", "a PDF file", "docs/pdf.md" },
        { "HTML", "an HTML page", "docs/extraction.md" },
        { "zip", "a zip archive", "unpack it" },
        { "tar", "a tar archive", "unpack it" },
        { "bzip2", "bzip2 data", "bzip2 -dc" },
        { "xz", "xz data", "xz -dc" },
        { "WARC", "a WARC file", "RawCorpus.FromWarc" },
        { "SQLite", "an SQLite database", "export it" },
    };

    [Theory]
    [MemberData(nameof(WrongContents))]
    public async Task Jsonl_OtherContent_IsNamedWithACure(string kind, string what, string cure)
    {
        byte[] content = Content(kind);
        folder.Write("plain/a.jsonl", content);
        folder.Write("gzip/a.jsonl", Compression.SourceFileStreamTests.Compress(".gz", content));
        foreach (string form in new[] { "plain", "gzip" })
        {
            var source = new JsonlSource(folder[form + "/*.jsonl"]);
            var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(source));
            Assert.Contains($"'a.jsonl' is {what}", exception.Message, StringComparison.Ordinal);
            Assert.Contains(cure, exception.Message, StringComparison.Ordinal);
            // Plain content is refused before the work begins.
            if (form == "plain") await Assert.ThrowsAsync<InvalidDataException>(async () => await source.ListShardsAsync(CancellationToken.None));
        }
    }

    [Fact]
    public async Task Jsonl_ManyFilesOfOtherContent_AreNamedAndCounted()
    {
        for (int i = 0; i < 5; i++) folder.Write($"{i}.jsonl", Content("HTML"));
        folder.Write("good.jsonl", Lines);
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(new JsonlSource(folder["*.jsonl"])));
        Assert.Contains("'0.jsonl'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("2 more files", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("good", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jsonl_CompressedTwice_IsNamed()
    {
        byte[] once = Compression.SourceFileStreamTests.Compress(".zst", Encoding.UTF8.GetBytes(Lines));
        folder.Write("a.jsonl.gz", Compression.SourceFileStreamTests.Compress(".gz", once));
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(new JsonlSource(folder["a.jsonl.gz"])));
        Assert.Contains("'a.jsonl.gz' is compressed twice", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jsonl_EmptyFile_IsNamedInAWarning()
    {
        folder.Write("a.jsonl", "");
        folder.Write("b.jsonl", Lines);
        SourceContent content = await SourceContent.ReadAsync(new JsonlSource(folder["*.jsonl"]));
        Assert.Equal(2, content.Documents.Count);
        Assert.Contains("'a.jsonl' is empty (0 bytes)", Assert.Single(content.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jsonl_MissingText_ListsTheFieldsAndNamesTheOption()
    {
        folder.Write("a.jsonl", "{\"id\":\"1\",\"content\":\"one\"}\n{}\n{" + string.Join(',', Enumerable.Range(0, 12).Select(i => $"\"f{i}\":{i}")) + "}\n");
        SourceContent content = await SourceContent.ReadAsync(new JsonlSource(folder["a.jsonl"]));
        Assert.All(content.Faults, fault => Assert.Equal(RecordFaultReasons.MissingText, fault.Reason));
        Assert.Equal("the record has no field 'text'; fields here: id, content; set TextField to the field with the text", content.Faults[0].Message);
        Assert.Contains("it has no fields", content.Faults[1].Message, StringComparison.Ordinal);
        Assert.Contains("f9 and 2 more", content.Faults[2].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PDF", "a PDF file")]
    [InlineData("zip", "a zip archive")]
    [InlineData("Parquet", "a Parquet file")]
    [InlineData("UTF-16BE without mark", "UTF-16")]
    [InlineData("UTF-32", "UTF-32")]
    public async Task Text_OtherContent_IsAFaultWithACure(string kind, string what)
    {
        folder.Write("a.txt", Content(kind));
        folder.Write("b.txt", "fine");
        SourceContent content = await SourceContent.ReadAsync(new TextSource(folder["*.txt"]));
        RecordFault fault = Assert.Single(content.Faults);
        Assert.Equal(RecordFaultReasons.InvalidUtf8, fault.Reason);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.Equal("fine", Assert.Single(content.Documents).Text);
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zst")]
    public async Task Text_CompressionThatTheNameDoesNotTell_IsRead(string compression)
    {
        folder.Write("a.txt", Compression.SourceFileStreamTests.Compress(compression, "hello"u8.ToArray()));
        folder.Write("b.txt" + compression, "plain text");
        SourceContent content = await SourceContent.ReadAsync(new TextSource(folder["*"]));
        Assert.Equal(["hello", "plain text"], content.Documents.Select(document => document.Text));
    }

    [Theory]
    [InlineData("a.html", "PDF", "application/pdf")]
    [InlineData("a", "PDF", "application/pdf")]
    [InlineData("a.pdf", "HTML", "text/html")]
    [InlineData("a.bin", "HTML", "text/html")]
    [InlineData("a.md", "HTML", "text/markdown")]
    [InlineData("a.pdf", "other", "application/pdf")]
    public void RawFiles_ContentNamedOtherwise_HasItsMediaType(string name, string kind, string type)
    {
        folder.Write(name, kind == "other" ? "content"u8.ToArray() : Content(kind));
        SourceShard shard = new RawFileSource([folder[name]], new RawFileReadOptions()).ListShards()[0];
        Assert.True(RawFileSource.Open(shard, new ReadLimits()).TryReadNext(out RawDocument? document, out _));
        Assert.Equal(type, document.MediaType);
    }

    [Theory]
    [InlineData("HTML", "an HTML page")]
    [InlineData("bzip2", "bzip2 data")]
    [InlineData("PDF", "a PDF file")]
    public async Task Warc_OtherContent_IsAFaultWithACure(string kind, string what)
    {
        folder.Write("a.warc.gz", Content(kind));
        SourceContent content = await SourceContent.ReadAsync(new WarcSource([folder["a.warc.gz"]], new WarcReadOptions()));
        Assert.Contains(what, content.Faults[0].Message, StringComparison.Ordinal);
        Assert.Empty(content.Documents);
    }

    private static byte[] Content(string kind)
    {
        byte[] tar = new byte[1024];
        "a.jsonl"u8.CopyTo(tar);
        "ustar"u8.CopyTo(tar.AsSpan(257));
        return kind switch
        {
            "UTF-16" => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Lines)],
            "UTF-16BE without mark" => Encoding.BigEndianUnicode.GetBytes(Lines),
            "UTF-32" => [0xff, 0xfe, 0, 0, .. Encoding.UTF32.GetBytes(Lines)],
            "array" => [.. "[{\"text\": \"one\"},\n {\"text\": \"two\"}]"u8],
            "pretty" => [.. "{\n  \"text\": \"one\"\n}\n"u8],
            "Parquet" => [.. "PAR1"u8, 0xff, 0, .. "PAR1"u8],
            "PDF" => [.. "%PDF-1.7\n%"u8, 0xe2, 0xe3, 0xcf, 0xd3, .. "\n1 0 obj\n"u8],
            "HTML" => [.. "<!doctype html>\n<html><body><p>Sign in</p></body></html>\n"u8],
            "zip" => [.. "PK"u8, 3, 4, 20, 0, 0, 0, 8, 0, 0xff],
            "tar" => tar,
            "bzip2" => [.. "BZh9"u8, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0xff],
            "xz" => [0xfd, .. "7zXZ"u8, 0, 0, 4, 0xff],
            "WARC" => [.. "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n"u8],
            _ => [.. "SQLite format 3"u8, 0, 0x10],
        };
    }
}
