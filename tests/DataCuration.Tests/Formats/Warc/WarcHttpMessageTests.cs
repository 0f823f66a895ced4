using System.IO.Compression;
using CsCheck;
using DataCuration.TestKit.Fuzzing;
using ZstdSharp;
using static DataCuration.Tests.Formats.Warc.WarcBytes;

namespace DataCuration.Tests.Formats.Warc;

public sealed class WarcHttpMessageTests
{
    private const string Page = "<p>a page with some text, some text, some text</p>";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=\"Latin1\"\r\n\r\nbody", 200, "text/html", "Latin1", "body")]
    [InlineData("HTTP/1.1 404\ncontent-type:text/plain\n\nbody", 404, "text/plain", null, "body")]
    [InlineData("HTTP/2 200 \r\n\r\n", 200, null, null, "")]
    [InlineData("HTTP/1.0 OK\r\nContent-Type: text/html;x=y; CHARSET = utf-8 \r\n\r\nbody", null, "text/html", "utf-8", "body")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y", 200, null, null, "")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", null, null, null, "")]
    public void TryParse_Message_GivesItsParts(string block, int? status, string? mediaType, string? charset, string body)
    {
        WarcHttpMessage message = WarcHttpMessage.TryParse(Latin(block))!;
        Assert.Equal((status, mediaType, charset, body), (message.StatusCode, message.MediaType, message.Charset, Latin1(message.Body)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("20240203 example.org A 1.2.3.4\n")]
    public void TryParse_NoMessage_IsNull(string block) => Assert.Null(WarcHttpMessage.TryParse(Latin(block)));

    [Theory]
    [InlineData("4\r\nabcd\r\n2;x=y\r\nef\r\n0\r\n\r\n", "abcdef", false)]
    [InlineData("4\nabcd\n2\nef\n0\n\n", "abcdef", false)]
    [InlineData("  no chunks at all", "  no chunks at all", true)]
    [InlineData("beef is what this text is about", "beef is what this text is about", true)]
    [InlineData("2\r\nthis text begins with a number", "2\r\nthis text begins with a number", true)]
    [InlineData("4\r\nabcd\r\nrest without a size", "abcdrest without a size", true)]
    [InlineData("4\r\nabcd\r\nff\r\ncut", "abcdcut", true)]
    [InlineData("4\r\nabcd", "abcd", false)]
    [InlineData("ffffffffffffffffffff\r\nabcd", "ffffffffffffffffffff\r\nabcd", true)]
    [InlineData("0\r\n\r\nbehind the end", "", false)]
    [InlineData("4\r\nabcd\r\n", "abcd", false)]
    [InlineData("4\r\nabcd\r\n0", "abcd", true)]
    [InlineData("4\r\nabcd\r\n1f\r", "abcd", true)]
    [InlineData("", "", true)]
    public void Decode_Chunked_JoinsWhatIsThere(string body, string expected, bool hasNote)
    {
        WarcHttpContent content = Message("Transfer-Encoding: chunked", Latin(body)).Decode(1000);
        Assert.Equal((expected, hasNote, null), (Latin1(content.Bytes), content.Note is not null, content.Error));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("deflate")]
    [InlineData("deflate, raw")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void Decode_Compressed_GivesTheContentAndOfACutBodyTheBeginning(string coding)
    {
        byte[] page = Latin(string.Concat(Enumerable.Range(0, 3000)));
        byte[] body = Compress(coding, page);
        string header = $"Content-Encoding: {coding.Split(',')[0].ToUpperInvariant()}";
        WarcHttpContent whole = Message(header, body).Decode(1 << 20);
        Assert.Equal((true, null, null, false), (whole.Bytes.Span.SequenceEqual(page), whole.Error, whole.Note, whole.IsTooLong));
        WarcHttpContent cut = Message(header, body[..(body.Length * 3 / 4)]).Decode(1 << 20);
        Assert.True(page.AsSpan().StartsWith(cut.Bytes.Span));
        Assert.NotNull(cut.Error);
        Assert.NotNull(Message(header, body[..(body.Length * 3 / 4)]).Decode(1 << 20).Error);
        WarcHttpContent wrong = Message(header, Latin("<html>" + Page)).Decode(1 << 20);
        Assert.Equal("<html>" + Page, Latin1(wrong.Bytes));
        Assert.NotNull(wrong.Note);
    }

    [Fact]
    public void Decode_ChunkedAndCompressedTwice_TakesAllOff()
    {
        byte[] twice = Gzip(Compress("br", Latin(Page)));
        byte[] body = [.. Latin($"{twice.Length:X}\r\n"), .. twice, .. "\r\n0\r\n\r\n"u8];
        Assert.Equal(Page, Latin1(Message("Transfer-Encoding: chunked\r\nContent-Encoding: br, gzip", body).Decode(1000).Bytes));
    }

    [Theory]
    [InlineData("Content-Encoding: deflate", "gzip", false)]
    [InlineData("Content-Encoding: br", "gzip", false)]
    [InlineData("Content-Encoding: gzip\r\nContent-Encoding: br", "gzip br", false)]
    [InlineData("Transfer-Encoding: gzip", "gzip", false)]
    [InlineData("Transfer-Encoding: gzip, chunked\r\nContent-Encoding: br", "br gzip", true)]
    public void Decode_CodingsThatServersMixUp_GivesTheContent(string headers, string codings, bool isChunked)
    {
        byte[] body = Latin(Page);
        foreach (string coding in codings.Split(' ')) body = Compress(coding, body);
        if (isChunked) body = [.. Latin($"{body.Length:X}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];
        WarcHttpContent content = Message(headers, body).Decode(1000);
        Assert.Equal((Page, null), (Latin1(content.Bytes), content.Error));
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("br")]
    public void Decode_PageThatDecodesForAFewBytesByChance_StaysThePage(string coding)
    {
        // White space before the markup decodes as the start of a block of fixed codes or of an empty block.
        foreach (string before in (string[])["\n", "\r\n", "\t", "  ", "\n\n\n", "\uFEFF"])
        {
            byte[] page = System.Text.Encoding.UTF8.GetBytes($"{before}<!DOCTYPE html>{Page}");
            WarcHttpContent content = Message("Content-Encoding: " + coding, page).Decode(1000);
            Assert.Equal((true, null), (content.Bytes.Span.SequenceEqual(page), content.Error));
        }
    }

    [Fact]
    public void Decode_UnknownCoding_LeavesTheBody()
    {
        WarcHttpContent content = Message("Content-Encoding: rot13", Latin(Page)).Decode(1000);
        Assert.Equal(Page, Latin1(content.Bytes));
        Assert.Contains("rot13", content.Note, StringComparison.Ordinal);
        Assert.True(content.IsCoded);
    }

    [Fact]
    public void Decode_MoreThanFourCodings_IsAnError()
    {
        byte[] body = Latin(Page);
        for (int i = 0; i < 5; i++) body = Gzip(body);
        WarcHttpContent content = Message("Content-Encoding: gzip, gzip, gzip, gzip, gzip", body).Decode(1000);
        Assert.True(content.IsCoded);
        Assert.Contains("5 content codings", content.Error, StringComparison.Ordinal);
        content = Message("Content-Encoding: gzip, gzip, gzip, gzip", Gzip(Gzip(Gzip(Gzip(Latin(Page)))))).Decode(1000);
        Assert.Equal((Page, null, false), (Latin1(content.Bytes), content.Error, content.IsCoded));
    }

    [Fact]
    public void TryParse_NothingButFoldedLines_IsLinearWork()
    {
        WarcHttpMessage.TryParse(Latin("HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\r\n"));
        byte[] block = Latin("HTTP/1.1 200 OK\r\nX-Folded: a\r\n" + string.Concat(Enumerable.Repeat(" b\n\t \n", 10_000)) + "\r\nbody");
        long before = GC.GetAllocatedBytesForCurrentThread();
        WarcHttpMessage message = WarcHttpMessage.TryParse(block)!;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.Equal(("a" + string.Concat(Enumerable.Repeat(" b", 10_000)), "body"), (message.Headers["x-folded"], Latin1(message.Body)));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void Decode_Bomb_StopsAtTheLimit(string coding)
    {
        byte[] bomb = Compress(coding, new byte[200 << 20]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        WarcHttpContent content = Message("Content-Encoding: " + coding, bomb).Decode(1 << 20);
        Assert.Equal((true, 1 << 20), (content.IsTooLong, content.Bytes.Length));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void Decode_BombOfTenGibibytes_StopsAtTheLimit(string coding)
    {
        byte[] bomb = coding == "gzip" ? ExpansionBombs.Gzip([], 10L << 30, [], withChecksum: false) : ExpansionBombs.Zstd([], 10L << 30, []);
        Assert.InRange(bomb.Length, 300_000, 11_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        WarcHttpContent content = Message("Content-Encoding: " + coding, bomb).Decode(1 << 20);
        Assert.Equal((true, 1 << 20), (content.IsTooLong, content.Bytes.Length));
        Assert.Equal(-1, content.Bytes.Span.IndexOfAnyExcept((byte)0));
        // The limit: the body, its copy in a message, and eight times the maximum.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (2L * bomb.Length) + (8 << 20));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void Bomb_OfFewMebibytes_DecodesToItsContent(string coding)
    {
        byte[] bomb = coding == "gzip" ? ExpansionBombs.Gzip("head"u8, 3 << 20, "tail"u8, withChecksum: true)
            : ExpansionBombs.Zstd("head"u8, 3 << 20, "tail"u8);
        WarcHttpContent content = Message("Content-Encoding: " + coding, bomb).Decode(4 << 20);
        Assert.Equal((false, "head", "tail", (3 << 20) + 8),
            (content.IsTooLong, Latin1(content.Bytes[..4]), Latin1(content.Bytes[^4..]), content.Bytes.Length));
    }

    [Fact]
    public void Decode_AnyBytesUnderAnyHeader_ThrowsNothing()
    {
        Gen<string> coding = Gen.OneOf<string>("gzip", "deflate", "br", "zstd", "identity", "gzip, deflate, br, zstd, gzip");
        Gen.Select(coding, Gen.Bool, Gen.Byte.Array[0, 300], Gen.Int[0, 400], Gen.Byte).Sample(
            (name, isChunked, content, at, flip) =>
            {
                byte[] body = name.Length <= 7 && name != "identity" ? Compress(name, content) : content;
                if (at < body.Length) body[at] ^= flip;
                string headers = $"Content-Encoding: {name}" + (isChunked ? "\r\nTransfer-Encoding: chunked" : "");
                Assert.InRange(Message(headers, body).Decode(100).Bytes.Length, 0, 100);
            },
            iter: 2000);
    }

    private static WarcHttpMessage Message(string headers, byte[] body) =>
        WarcHttpMessage.TryParse((byte[])[.. Latin($"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n"), .. body])!;

    private static byte[] Compress(string coding, byte[] content)
    {
        using var data = new MemoryStream();
        if (coding == "zstd")
        {
            using var compressor = new Compressor();
            return compressor.Wrap(content).ToArray();
        }
        using (Stream stream = coding switch
        {
            "deflate" => new ZLibStream(data, CompressionLevel.Optimal),
            "deflate, raw" => new DeflateStream(data, CompressionLevel.Optimal),
            "br" => new BrotliStream(data, CompressionLevel.Fastest),
            _ => new GZipStream(data, CompressionLevel.Optimal),
        })
        {
            stream.Write(content);
        }
        return data.ToArray();
    }
}
