using System.Globalization;
using CsCheck;
using static DataCuration.Tests.Formats.Warc.WarcBytes;

namespace DataCuration.Tests.Formats.Warc;

public sealed class WarcWriterTests
{
    private static readonly DateTimeOffset Date = new(2024, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void Write_AnyRecords_AreReadAsWritten()
    {
        Gen<byte[]> block = Gen.OneOf<byte[]>(Gen.Byte.Array[0, 3000], Gen.OneOf<string>("WARC/1.0\r\n", "\r\n\r\nWARC/1.0\r\nWARC-Type: x\r\n\r\n", "\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n").Array[0, 5].Select(parts => Latin(string.Concat(parts))));
        Gen.Select(Gen.Select(Gen.OneOf<string>("resource", "metadata", "conversion"), Gen.Int[0, 9], block).Array[0, 12], Gen.Bool).Sample(
            (written, compress) =>
            {
                using var file = new MemoryStream();
                using (var writer = new WarcWriter(file, leaveOpen: true) { Compress = compress })
                    foreach ((string type, int number, byte[] bytes) in written) writer.Write(type, $"https://example.org/{number}", Date.AddSeconds(number),
                        "text/plain", bytes, [new("X-Number", number.ToString(CultureInfo.InvariantCulture))]);
                (List<WarcRecord> records, List<WarcLoss> losses) = Read(file.ToArray());
                Assert.Empty(losses);
                Assert.Equal(written.Length, records.Count);
                foreach (((string type, int number, byte[] bytes), WarcRecord record) in written.Zip(records))
                {
                    Assert.Equal((WarcRecordProblems.None, "WARC/1.1", type, $"https://example.org/{number}"),
                        (record.Problems, record.Version, record.Type, record.TargetUri));
                    Assert.Equal((Date.AddSeconds(number), $"{number}", "text/plain"), (record.Date, record.Headers["x-number"], record.ContentType));
                    Assert.Equal(bytes, record.Block.ToArray());
                    Assert.True(WarcDigest.Matches(record.Headers, bytes));
                }
            },
            iter: 200);
    }

    [Fact]
    public void WriteResponse_Page_IsReadAsHttp()
    {
        using var file = new MemoryStream();
        using (var writer = new WarcWriter(file, leaveOpen: true))
            writer.WriteResponse("https://example.org/", Date, 200, [new("Content-Type", "text/html; charset=utf-8")], "<p>x</p>"u8);
        WarcRecord record = Assert.Single(Read(file.ToArray()).Records);
        Assert.Equal((200, "text/html", "utf-8", "<p>x</p>"), (record.Http!.StatusCode, record.Http.MediaType, record.Http.Charset, Latin1(record.Http.Body)));
        Assert.Matches("^<urn:uuid:[0-9a-f-]{36}>$", record.Id);
    }

    [Fact]
    public void Write_SameRecordTwice_GivesTheSameBytes() => Assert.Equal(Bytes(), Bytes());

    [Theory]
    [InlineData("X", "a\nb")]
    [InlineData("X: y", "a")]
    [InlineData("", "a")]
    public void Write_HeaderThatWouldBreakTheRecord_IsRefused(string name, string value)
    {
        using var writer = new WarcWriter(new MemoryStream());
        Assert.Throws<ArgumentException>(() => writer.Write("resource", null, Date, "text/plain", "x"u8, [new(name, value)]));
    }

    private static byte[] Bytes()
    {
        using var file = new MemoryStream();
        using (var writer = new WarcWriter(file, leaveOpen: true)) writer.Write("resource", "https://example.org/", Date, "text/plain", "x"u8);
        return file.ToArray();
    }
}
