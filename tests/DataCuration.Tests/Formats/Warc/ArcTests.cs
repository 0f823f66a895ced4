using static DataCuration.Tests.Formats.Warc.WarcBytes;

namespace DataCuration.Tests.Formats.Warc;

public sealed class ArcTests
{
    private const string Start1 = "filedesc://a.arc 0.0.0.0 20240203040506 text/plain 75\n1 0 test\nURL IP-address Archive-date Content-type Archive-length\n";
    private const string Http = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>x</p>";

    [Fact]
    public void Read_Version1_GivesRecordsInTheNamesOfWarc()
    {
        (List<WarcRecord> records, List<WarcLoss> losses) = Read(File(
            Start1.Replace(" 75\n", $" {Start1.Length - Start1.IndexOf('\n', StringComparison.Ordinal) - 1}\n", StringComparison.Ordinal),
            $"http://example.org/a b 1.2.3.4 20240203040506 text/html {Http.Length}\n{Http}", $"dns:example.org 1.2.3.4 20240203040506 text/dns 3\nabc"));
        Assert.Empty(losses);
        Assert.Equal(["warcinfo", "response", "response"], records.Select(record => record.Type));
        Assert.Equal([null, "http://example.org/a%20b", "dns:example.org"], records.Select(record => record.TargetUri));
        Assert.Equal(("1.2.3.4", "text/html", new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.Zero)),
            (records[1].Headers["WARC-IP-Address"], records[1].ContentType, records[1].Date));
        Assert.Equal((200, "<p>x</p>"), (records[1].Http!.StatusCode, Latin1(records[1].Http!.Body)));
        Assert.Null(records[2].Http);
        Assert.All(records, record => Assert.Equal("ARC/1", record.Version));
        Assert.All(records, record => Assert.Equal(WarcRecordProblems.None, record.Problems));
    }

    [Fact]
    public void Read_Version2_TakesTheRightFields()
    {
        (List<WarcRecord> records, List<WarcLoss> losses) = Read(File("filedesc://a.arc 0.0.0.0 20240203040506 text/plain 200 - - 0 a.arc 5\n2 0 x",
            $"http://example.org/ 1.2.3.4 20240203040506 text/html 200 sum - 99 a.arc {Http.Length}\n{Http}"));
        Assert.Empty(losses);
        Assert.Equal(("http://example.org/", "text/html", (long)Http.Length), (records[1].TargetUri, records[1].ContentType, records[1].DeclaredLength));
        Assert.All(records, record => Assert.Equal("ARC/2", record.Version));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("5")]
    [InlineData("5000")]
    public void Read_WrongLength_BlockGoesToTheNextRecord(string length)
    {
        (List<WarcRecord> records, List<WarcLoss> losses) = Read(File(
            "filedesc://a.arc 0.0.0.0 20240203040506 text/plain 3\nabc", $"http://example.org/1 1.2.3.4 20240203040506 text/html {length}\n{Http}",
            "http://example.org/2 1.2.3.4 20240203040506 text/html 3\nend"));
        Assert.Empty(losses);
        Assert.Equal([Http, "end"], records.Skip(1).Select(record => Latin1(record.Block)));
        Assert.NotEqual(WarcRecordProblems.None, records[1].Problems);
    }

    [Fact]
    public void Read_Junk_IsLostAndTheRestRead()
    {
        (List<WarcRecord> records, List<WarcLoss> losses) = Read(File("filedesc://a.arc 0.0.0.0 20240203040506 text/plain 3\nabc", "junk\nhttp: more junk",
            "http://example.org/2 1.2.3.4 20240203040506 text/html 3\nend"));
        Assert.Equal(["abc", "end"], records.Select(record => Latin1(record.Block)));
        Assert.Equal("junk\nhttp: more junk\n", Latin1(Assert.Single(losses).Raw));
    }

    private static byte[] File(params string[] records) => Latin(string.Concat(records.Select(record => record + "\n")));
}
