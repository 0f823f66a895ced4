using static DataCuration.Tests.Formats.Warc.WarcBytes;

namespace DataCuration.Tests.Formats.Warc;

public sealed class WarcReaderTests
{
    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void Read_SoundRecords_GivesHeadersAndBlocks(string newLine)
    {
        byte[] first = Record("warcinfo", "software: x", uri: null, newLine: newLine);
        (List<WarcRecord> records, List<WarcLoss> losses) = Read([.. first, .. Record("resource", "text", "https://example.org/a b", newLine: newLine)]);
        Assert.Empty(losses);
        Assert.Equal(["warcinfo", "resource"], records.Select(record => record.Type));
        Assert.Equal(["software: x", "text"], records.Select(record => Latin1(record.Block)));
        Assert.Equal([0L, first.Length], records.Select(record => record.Offset));
        Assert.All(records, record => Assert.Equal((WarcRecordProblems.None, "WARC/1.0", record.Offset),
            (record.Problems, record.Version, record.StoredOffset)));
        Assert.Null(records[0].TargetUri);
        Assert.Equal("https://example.org/a%20b", records[1].TargetUri);
        Assert.Equal(new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.Zero), records[1].Date);
    }

    [Fact]
    public void Read_GzipPerRecordAndPerFile_GivesTheSameRecords()
    {
        byte[][] plain = [Record("warcinfo", "a"), Response("<p>b</p>"), Record("metadata", "c")];
        (List<WarcRecord> members, List<WarcLoss> losses) = Read([.. plain.SelectMany(Gzip)]);
        (List<WarcRecord> whole, List<WarcLoss> otherLosses) = Read(Gzip([.. plain.SelectMany(bytes => bytes)]));
        Assert.Empty(losses);
        Assert.Empty(otherLosses);
        Assert.Equal(members.Select(record => (record.Type, record.Offset, Latin1(record.Block))),
            whole.Select(record => (record.Type, record.Offset, Latin1(record.Block))));
        Assert.Equal([0L, Gzip(plain[0]).Length, Gzip(plain[0]).Length + Gzip(plain[1]).Length], members.Select(record => record.StoredOffset));
        Assert.All(whole, record => Assert.Equal(0, record.StoredOffset));
    }

    [Fact]
    public void Read_HeaderOddities_AreTaken()
    {
        byte[] file = Latin("WARC/1.1\r\nwarc-type:Response\r\nWARC-Target-URI: <https://example.org/>\r\nX-Folded: one\r\n two\r\n\tthree\r\nno field\r\n"
            + "X-Latin: \u00e9\r\ncontent-length:   2  \r\n\r\nab\r\n\r\n");
        WarcRecord record = Assert.Single(Read(file).Records);
        Assert.Equal(("response", "https://example.org/", "one two three", "\u00e9", "ab"),
            (record.Type, record.TargetUri, record.Headers["x-folded"], record.Headers["X-LATIN"], Latin1(record.Block)));
        Assert.Equal(WarcRecordProblems.MalformedHeader, record.Problems);
        Assert.Equal(5, record.Headers.Count);
    }

    [Fact]
    public void Read_BlankLinesBetweenRecords_AreNoJunk()
    {
        (List<WarcRecord> records, List<WarcLoss> losses) =
            Read([.. "\r\n\n\r\n"u8, .. Record("warcinfo", "a"), .. Latin(new string('\n', 200_000)), .. Record("metadata", "b"), .. "\n\n"u8]);
        Assert.Empty(losses);
        Assert.Equal(["a", "b"], records.Select(record => Latin1(record.Block)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_JunkBetweenRecords_IsLostAndTheRestRead(bool isLong)
    {
        byte[] junk = Latin("this is no record\r\nWARC/ neither\r\n" + (isLong ? string.Concat(Enumerable.Repeat("and goes on and on\r\n", 200_000)) : ""));
        byte[] first = Record("warcinfo", "a");
        (List<WarcRecord> records, List<WarcLoss> losses) = Read([.. first, .. junk, .. Record("metadata", "b")]);
        Assert.Equal(["a", "b"], records.Select(record => Latin1(record.Block)));
        WarcLoss loss = Assert.Single(losses);
        Assert.Equal((RecordFaultReasons.WarcJunk, (long)first.Length, (long)junk.Length, false), (loss.Reason, loss.Offset, loss.Length, loss.IsStored));
        Assert.Equal(Math.Min(junk.Length, RecordFault.MaxRawBytes), loss.Raw.Length);
    }

    [Theory]
    [InlineData("3", WarcRecordProblems.LengthWrong)]
    [InlineData("40", WarcRecordProblems.LengthWrong)]
    [InlineData("400000", WarcRecordProblems.LengthWrong)]
    [InlineData("-7", WarcRecordProblems.LengthMissing)]
    [InlineData("many", WarcRecordProblems.LengthMissing)]
    [InlineData("99999999999999999999", WarcRecordProblems.LengthMissing)]
    [InlineData("999999999999", WarcRecordProblems.LengthWrong)]
    public void Read_WrongLength_BlockGoesToTheNextRecord(string length, WarcRecordProblems problems)
    {
        (List<WarcRecord> records, List<WarcLoss> losses) = Read([.. Record("resource", "0123456789", length: length), .. Record("metadata", "b")]);
        Assert.Empty(losses);
        Assert.Equal(["0123456789", "b"], records.Select(record => Latin1(record.Block)));
        Assert.Equal([problems, WarcRecordProblems.None], records.Select(record => record.Problems));
    }

    [Fact]
    public void Read_BlockThatHoldsARecord_StaysWhole()
    {
        string inner = Latin1(Record("resource", "inner"));
        (List<WarcRecord> records, _) = Read([.. Record("resource", $"before\r\n\r\n{inner}after"), .. Record("metadata", "b")]);
        Assert.Equal([$"before\r\n\r\n{inner}after", "b"], records.Select(record => Latin1(record.Block)));
    }

    [Fact]
    public void Read_WrongLengthAtTheEnd_DigestDecides()
    {
        const string Digest = "WARC-Block-Digest: sha1:QXF6VDPNB2KQ5OBDH63PP7ZLBO37LRQ7\r\n";
        string digest = Digest.Replace("QXF6VDPNB2KQ5OBDH63PP7ZLBO37LRQ7", Sha1("0123456789"), StringComparison.Ordinal);
        foreach (string length in (string[])["3", "400"])
        {
            WarcRecord proven = Assert.Single(Read(Record("resource", "0123456789", length: length, extra: digest)).Records);
            Assert.Equal(("0123456789", WarcRecordProblems.LengthWrong), (Latin1(proven.Block), proven.Problems));
        }
        WarcRecord cut = Assert.Single(Read(Record("resource", "0123456789", length: "400", extra: Digest)).Records);
        Assert.Equal(("0123456789\r\n\r\n", WarcRecordProblems.Truncated), (Latin1(cut.Block), cut.Problems));
    }

    [Fact]
    public void Read_CutAnywhere_GivesTheRecordsBeforeAndTheCutOne()
    {
        byte[] first = Record("warcinfo", "a");
        byte[] file = [.. first, .. Record("resource", "0123456789")];
        for (int length = first.Length + 8; length < file.Length - 4; length++)
        {
            (List<WarcRecord> records, List<WarcLoss> losses) = Read(file[..length]);
            Assert.Empty(losses);
            Assert.Equal(2, records.Count);
            Assert.Equal(WarcRecordProblems.Truncated, records[1].Problems & WarcRecordProblems.Truncated);
        }
    }

    [Fact]
    public void Read_RecordOverTheLimit_KeepsItsBeginningAndGoesOn()
    {
        string large = string.Concat(Enumerable.Range(0, 40_000));
        foreach (byte[] file in (byte[][])[[.. Record("resource", large), .. Record("metadata", "b")],
            [.. Gzip(Record("resource", large)), .. Gzip(Record("metadata", "b"))]])
        {
            (List<WarcRecord> records, List<WarcLoss> losses) = Read(file, maxRecordBytes: 1000);
            Assert.Empty(losses);
            Assert.Equal((WarcRecordProblems.TooLong, (long)large.Length, RecordFault.MaxRawBytes),
                (records[0].Problems, records[0].BlockLength, records[0].Block.Length));
            Assert.Equal("b", Latin1(records[1].Block));
        }
    }

    [Fact]
    public void Read_HugeLengthInAMember_DoesNotSwallowTheNextMembers()
    {
        byte[] file = [.. Gzip(Record("resource", "a", length: "99999999999")), .. Gzip(Record("metadata", "b")), .. Gzip(Record("metadata", "c"))];
        List<WarcRecord> records = Read(file).Records;
        Assert.Equal(["resource", "metadata", "metadata"], records.Select(record => record.Type));
        Assert.Equal(WarcRecordProblems.TooLong | WarcRecordProblems.LengthWrong, records[0].Problems);
    }

    [Fact]
    public void Read_DamagedMember_MarksItsRecordAndReadsTheRest()
    {
        byte[] damaged = Gzip(Record("resource", "damaged"));
        damaged[^8] ^= 0xff;
        (List<WarcRecord> records, List<WarcLoss> losses) = Read([.. Gzip(Record("warcinfo", "a")), .. damaged, .. Gzip(Record("metadata", "b"))]);
        Assert.Equal([WarcRecordProblems.None, WarcRecordProblems.Damaged, WarcRecordProblems.None], records.Select(record => record.Problems));
        Assert.Equal(RecordFaultReasons.CompressedDamage, Assert.Single(losses).Reason);
        Assert.True(losses[0].IsStored);
    }

    [Fact]
    public void Read_DamagedMemberBehindASoundOne_DoesNotBlameTheSoundOne()
    {
        byte[] sound = Gzip(Record("resource", "a"));
        byte[] broken = Gzip(Record("resource", "b"));
        broken[10] = 0xff; // the reserved block type, which cannot be decoded
        (List<WarcRecord> records, List<WarcLoss> losses) = Read([.. sound, .. broken, .. sound]);
        Assert.All(records, record => Assert.Equal(WarcRecordProblems.None, record.Problems));
        Assert.Equal(2, records.Count);
        Assert.Equal((sound.Length, broken.Length), (Assert.Single(losses).Offset, losses[0].Length));
    }

    [Fact]
    public void Read_HeaderWithoutEnd_IsCutAndTheNextRecordRead()
    {
        (List<WarcRecord> records, _) = Read([.. "WARC/1.0\r\nWARC-Type: request\r\n"u8, .. Record("metadata", "b")]);
        Assert.Equal(["request", "metadata"], records.Select(record => record.Type));
        Assert.Equal(WarcRecordProblems.Truncated | WarcRecordProblems.MalformedHeader, records[0].Problems);
        (records, _) = Read([.. "WARC/1.0\r\n"u8, .. Latin("X: " + new string('x', 200_000)), .. "\r\n"u8, .. Record("metadata", "b")]);
        Assert.Equal("b", Latin1(records[^1].Block));
    }

    [Theory]
    [InlineData("2016-09-19T17:20:24Z", "2016-09-19T17:20:24.0000000Z")]
    [InlineData("2016-09-19T17:20:24.123456789Z", "2016-09-19T17:20:24.1234567Z")]
    [InlineData("2016-09-19T17:20:24.5+02:00", "2016-09-19T15:20:24.5000000Z")]
    [InlineData("2016-09-19T17:20Z", "2016-09-19T17:20:00.0000000Z")]
    [InlineData("2016-09-19", "2016-09-19T00:00:00.0000000Z")]
    [InlineData("2016-09", "2016-09-01T00:00:00.0000000Z")]
    [InlineData("2016", "2016-01-01T00:00:00.0000000Z")]
    [InlineData("20160919172024", "2016-09-19T17:20:24.0000000Z")]
    [InlineData("17:20:24", null)] // adding the clock's day would make it a date
    [InlineData("September 19", null)]
    [InlineData("Monday", null)]
    public void Date_AsTheStandardsHaveIt_IsReadWithoutTheClock(string written, string? expected)
    {
        byte[] file = Latin($"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Date: {written}\r\nContent-Length: 1\r\n\r\na\r\n\r\n");
        Assert.Equal(expected, Assert.Single(Read(file).Records).Date?.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("WARC/0.17\r\nWARC-Type: resource")]
    [InlineData("WARC/0.18\r\nWARC-Type: resource")]
    [InlineData("WARC/1.1\r\nwarc-type: resource")]
    [InlineData("WARC/1.0\ncontent-type: text/plain\nwarc-type: resource")]
    public void Read_JunkBeforeARecordOfAnyVersion_LosesTheJunkAlone(string start)
    {
        (List<WarcRecord> records, List<WarcLoss> losses) =
            Read([.. Record("warcinfo", "a"), .. "junk\r\n"u8, .. Latin(start + "\r\nContent-Length: 1\r\n\r\nb\r\n\r\n")]);
        Assert.Equal(["a", "b"], records.Select(record => Latin1(record.Block)));
        Assert.Equal("junk\r\n".Length, Assert.Single(losses).Length);
    }

    [Fact]
    public void Read_NothingOrNoCrawlFile_IsReported()
    {
        (List<WarcRecord> records, List<WarcLoss> losses) = Read([]);
        Assert.Empty(records);
        Assert.Empty(losses);
        WarcLoss loss = Assert.Single(Read(Latin("<html>no crawl file</html>")).Losses);
        Assert.Equal((RecordFaultReasons.WarcJunk, 0L, 26L), (loss.Reason, loss.Offset, loss.Length));
    }

    [Fact]
    public void Read_StreamThatCannotSeek_IsRead()
    {
        using var reader = new WarcReader(
            new System.IO.Compression.DeflateStream(new MemoryStream(Deflate(Record("resource", "a"))), System.IO.Compression.CompressionMode.Decompress));
        Assert.True(reader.Read());
        Assert.Equal("a", Latin1(reader.Record!.Block));
        Assert.False(reader.Read());
        Assert.Null(reader.Record);
    }

    private static byte[] Deflate(byte[] content)
    {
        using var data = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(data, System.IO.Compression.CompressionLevel.Fastest)) deflate.Write(content);
        return data.ToArray();
    }

#pragma warning disable CA5350 // WARC uses SHA-1.
    private static string Sha1(string text) => WarcDigest.ToBase32(System.Security.Cryptography.SHA1.HashData(Latin(text)));
#pragma warning restore CA5350
}
