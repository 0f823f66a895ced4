using System.Buffers.Binary;
using DataCuration.TestKit;

namespace DataCuration.Tabular.Tests;

/// <summary>Dates and times are ISO 8601 text, also before year 1 and after 9999, in every unit and way of storing.</summary>
public sealed class ParquetTimeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, "1970-01-01")]
    [InlineData(-1, "1969-12-31")]
    [InlineData(19782, "2024-02-29")]
    [InlineData(11016, "2000-02-29")]
    [InlineData(-25508, "1900-03-01")]
    [InlineData(-719162, "0001-01-01")]
    [InlineData(-719163, "0000-12-31")]
    [InlineData(-719528, "0000-01-01")]
    [InlineData(-719529, "-0001-12-31")]
    [InlineData(-735160, "-0043-03-15")]
    [InlineData(2932896, "9999-12-31")]
    [InlineData(2932897, "+10000-01-01")]
    [InlineData(3663474, "+12000-04-02")]
    [InlineData(int.MaxValue, "+5881580-07-11")]
    [InlineData(int.MinValue, "-5877641-06-23")]
    public async Task Read_Date_IsADate(int days, string expected) =>
        Assert.Equal(expected, await ReadOne(new TestColumn("v", 1, ParquetBytes.Plain32(days)) { Converted = 6 }));

    [Theory]
    [InlineData(0, 3, true, "1970-01-01T00:00:00Z")]
    [InlineData(-1, 3, true, "1969-12-31T23:59:59.999Z")]
    [InlineData(-1, 6, false, "1969-12-31T23:59:59.999999")]
    [InlineData(-1, 9, false, "1969-12-31T23:59:59.999999999")]
    [InlineData(1_500_000, 6, true, "1970-01-01T00:00:01.500Z")]
    [InlineData(1_500_001, 6, true, "1970-01-01T00:00:01.500001Z")]
    [InlineData(316_516_204_800_000_000, 6, false, "+12000-01-01T00:00:00")]
    [InlineData(-62_198_755_200_000, 3, true, "-0001-01-01T00:00:00Z")]
    [InlineData(long.MaxValue, 3, true, "+292278994-08-17T07:12:55.807Z")]
    [InlineData(long.MinValue, 3, true, "-292275055-05-16T16:47:04.192Z")]
    [InlineData(long.MaxValue, 6, false, "+294247-01-10T04:00:54.775807")]
    [InlineData(long.MinValue, 6, false, "-290308-12-21T19:59:05.224192")]
    [InlineData(long.MaxValue, 9, false, "2262-04-11T23:47:16.854775807")]
    [InlineData(long.MinValue, 9, true, "1677-09-21T00:12:43.145224192Z")]
    public async Task Read_Timestamp_IsIsoText(long value, int places, bool isUtc, string expected) =>
        Assert.Equal(expected, await ReadOne(new TestColumn("v", 2, ParquetBytes.Plain64(value)) { Logical = Unit(8, places, isUtc) }));

    [Theory]
    [InlineData(9, "1970-01-01T00:00:01Z")]
    [InlineData(10, "1970-01-01T00:00:00.001Z")]
    public async Task Read_TimestampOfTheOldForm_IsInUtc(int converted, string expected) =>
        Assert.Equal(expected, await ReadOne(new TestColumn("v", 2, ParquetBytes.Plain64(1_000)) { Converted = converted }));

    [Theory]
    [InlineData(0, 2_440_588, "1970-01-01T00:00:00")]
    [InlineData(43_200_000_000_001, 2_440_588, "1970-01-01T12:00:00.000000001")]
    [InlineData(86_400_000_000_000, 2_440_588, "1970-01-02T00:00:00")]
    [InlineData(-1, 2_440_588, "1969-12-31T23:59:59.999999999")]
    [InlineData(0, 6_104_062, "+12000-04-02T00:00:00")]
    [InlineData(0, 0, "-4713-11-24T00:00:00")]
    [InlineData(long.MaxValue, int.MaxValue, "+5875190-09-12T23:47:16.854775807")]
    public async Task Read_TimestampOf12Bytes_IsIsoText(long nanoseconds, int julianDay, string expected)
    {
        byte[] value = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(value, nanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(8), julianDay);
        Assert.Equal(expected, await ReadOne(new TestColumn("v", 3, value)));
    }

    [Theory]
    [InlineData(3_723_000L, 3, false, "01:02:03")]
    [InlineData(3_723_004L, 3, true, "01:02:03.004Z")]
    [InlineData(3_723_000_000L, 6, false, "01:02:03")]
    [InlineData(86_399_999_999L, 6, false, "23:59:59.999999")]
    [InlineData(86_400_000_000L, 6, false, "24:00:00")]
    [InlineData(1L, 9, false, "00:00:00.000000001")]
    [InlineData(86_400_000_000_000L, 9, true, "24:00:00Z")]
    public async Task Read_Time_IsIsoText(long value, int places, bool isUtc, string expected) => Assert.Equal(expected, await ReadOne(places == 3
        ? new TestColumn("v", 1, ParquetBytes.Plain32((int)value)) { Logical = Unit(7, places, isUtc) }
        : new TestColumn("v", 2, ParquetBytes.Plain64(value)) { Logical = Unit(7, places, isUtc) }));

    [Fact]
    public async Task Read_TimeOutsideADay_IsNullAndNamedInAWarning()
    {
        folder.Write("a.parquet", ParquetBytes.Write(3, ParquetBytes.Texts("text", "a", "b", "c"),
            new TestColumn("at", 2, ParquetBytes.Plain64(-1, 3_723_000_000, 90_000_000_000)) { Converted = 8 }));
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]));
        Assert.Equal(["null", "01:02:03", "null"], content.Documents.Select(document =>
        {
            Assert.True(document.TryGetValue("at", out AnnotationValue value));
            return value.ToString();
        }));
        // One kind of warning, with its first value as the example.
        Assert.Contains("'at' has the value -1 in row 0", Assert.Single(content.Warnings), StringComparison.Ordinal);
        Assert.Empty(content.Faults);
    }

    [Theory]
    [InlineData(1u, 2u, 3_004u, "P1M2DT3.004S")]
    [InlineData(14u, 0u, 0u, "P14M")]
    [InlineData(0u, 0u, 0u, "PT0S")]
    [InlineData(uint.MaxValue, uint.MaxValue, 1_000u, "P4294967295M4294967295DT1S")]
    public async Task Read_Interval_IsAPeriod(uint months, uint days, uint milliseconds, string expected)
    {
        byte[] value = [.. BitConverter.GetBytes(months), .. BitConverter.GetBytes(days), .. BitConverter.GetBytes(milliseconds)];
        Assert.Equal(expected, await ReadOne(new TestColumn("v", 7, value) { Length = 12, Converted = 21 }));
    }

    [Fact]
    public async Task Read_DatesOfAnotherEngine_AreItsOwn()
    {
        string path = folder["a.parquet"];
        Duck.Run($"""
            COPY (SELECT 'x' AS text, DATE '0001-01-01' + (i * 7919)::INTEGER AS d, TIMESTAMP '1582-10-04 12:34:56.789' + to_days((i * 971)::INTEGER) AS ts,
                         TIME '00:00:01' + to_microseconds(i * 17_000_023) AS tm FROM range(2000) t(i)) TO '{path}' (FORMAT PARQUET)
            """);
        string[] expected = Duck.Query(
            $"SELECT strftime(d, '%Y-%m-%d'), strftime(ts, '%Y-%m-%dT%H:%M:%S.%g'), tm::VARCHAR FROM '{path}' WHERE d < DATE '9999-12-31'");
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(path));
        Assert.Equal(expected.Select(Trim), content.Documents.Take(expected.Length).Select(document =>
            Trim(string.Join('|', document.ListFields().Select(field => field.Value.ToString())))));

        static string Trim(string row) => row.TrimEnd('0').TrimEnd('.');
    }

    [Fact]
    public async Task Read_SharedCaseOfAFarDate_IsRead()
    {
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(SharedCases.Find("e_far.parquet")));
        Assert.Empty(content.Faults);
        Assert.Equal(["a0||doc 0", "a1||doc 1", "a2|+12000-01-01T00:00:00|doc 2"], content.Documents.Select(document =>
            $"{document.Id}|{document.ListFields().Single().Value.AsString()}|{document.Text}"));
    }

    [Fact]
    public async Task Read_SharedCaseOfTimes_AreIsoText()
    {
        Document document = Assert.Single((await SourceContent.ReadAsync(new ParquetSource(SharedCases.Find("time.parquet")))).Documents);
        Assert.Equal(["tm=01:02:03", "d=2024-02-29"], document.ListFields().Select(field => $"{field.Key}={field.Value}"));
    }

    private static Action<ThriftBytes> Unit(int type, int places, bool isUtc) =>
        logical => logical.Structure(type, time => time.Flag(1, isUtc).Structure(2, unit => unit.Structure(places / 3, static _ => { })));

    private async Task<string?> ReadOne(TestColumn column)
    {
        folder.Write("a.parquet", ParquetBytes.Write(1, ParquetBytes.Texts("text", "x"), column));
        Document document = Assert.Single((await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]))).Documents);
        return document.ListFields().Single().Value.AsString();
    }
}
