using DataCuration.TestKit;

namespace DataCuration.Tabular.Tests;

public sealed class ParquetSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("SNAPPY", "V1")]
    [InlineData("ZSTD", "V1")]
    [InlineData("GZIP", "V1")]
    [InlineData("UNCOMPRESSED", "V1")]
    [InlineData("ZSTD", "V2")]
    public async Task Read_ForeignFileWithNullsAndRowGroups_GivesItsRows(string codec, string version)
    {
        Duck.Run($"""
            COPY (SELECT 'doc' || i AS id, CASE WHEN i % 1000 = 7 THEN NULL ELSE 'text é ' || i END AS text, CASE WHEN i % 3 = 0 THEN NULL ELSE i END AS n,
                         CASE WHEN i % 2 = 0 THEN i * 0.5::DOUBLE END AS score, 'web' AS source, i % 5 = 0 AS flag
                  FROM range(5000) t(i)) TO '{folder["a.parquet"]}' (FORMAT PARQUET, COMPRESSION {codec}, ROW_GROUP_SIZE 2048, PARQUET_VERSION {version})
            """);
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]), batchDocuments: 300);
        Assert.Equal(4995, content.Documents.Count);
        Assert.Equal([7L, 1007, 2007, 3007, 4007], content.Faults.Select(fault => fault.Offset));
        Assert.All(content.Faults, fault => Assert.Equal((RecordFaultReasons.MissingText, "a.parquet"), (fault.Reason, fault.Source)));
        Assert.Contains("row 1007", content.Faults[1].Message, StringComparison.Ordinal);
        foreach (Document document in content.Documents)
        {
            long i = document.Origin.Offset;
            Assert.Equal(($"doc{i}", $"text é {i}", i), (document.Id, document.Text, document.Origin.Record));
            Assert.True(document.TryGetValue("n", out AnnotationValue n));
            Assert.True(document.TryGetValue("score", out AnnotationValue score));
            Assert.Equal(i % 3 == 0 ? AnnotationValue.Null : AnnotationValue.FromInteger(i), n);
            Assert.Equal(i % 2 == 0 ? AnnotationValue.FromNumber(i * 0.5) : AnnotationValue.Null, score);
            Assert.Equal(("web", i % 5 == 0), (document.Get(new AnnotationKey<string>("source")), document.Get(new AnnotationKey<bool>("flag"))));
        }
        Assert.Equal(["n", "score", "source", "flag"], content.Documents[0].ListFields().Select(field => field.Key));
    }

    [Fact]
    public async Task Read_AnyShardSize_GivesTheSameRows()
    {
        Duck.Run($"COPY (SELECT i AS id, 'text ' || i AS text FROM range(20000) t(i)) TO '{folder["a.parquet"]}' (FORMAT PARQUET, ROW_GROUP_SIZE 2048)");
        Duck.Run($"COPY (SELECT i AS id, 'more ' || i AS text FROM range(3) t(i)) TO '{folder["b.parquet"]}' (FORMAT PARQUET)");
        SourceContent whole = await Read(long.MaxValue / 4, 0);
        Assert.Equal(2, whole.Shards.Count);
        foreach ((long shardBytes, long coalesce) in new[] { (1L, 0L), (20_000L, 1L), (1L, 1L << 40) })
        {
            SourceContent split = await Read(shardBytes, coalesce);
            Assert.Equal(coalesce > 1 ? 1 : shardBytes == 1 ? 11 : split.Shards.Count, split.Shards.Count);
            Assert.Equal(whole.Documents.Select(document => (document.Id, document.Text, document.Origin.Offset)),
                split.Documents.Select(document => (document.Id, document.Text, document.Origin.Offset)));
            Assert.Equal(20_003, split.RecordsByShard.Sum());
        }

        Task<SourceContent> Read(long shardBytes, long coalesce) => SourceContent.ReadAsync(
            new ParquetSource(folder["*.parquet"],
                new ParquetReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = shardBytes, CoalesceBytes = coalesce } }), batchDocuments: 1000);
    }

    [Fact]
    public async Task Read_EveryScalarType_BecomesAnAnnotation()
    {
        Duck.Run($$"""
            COPY (SELECT 'x' AS text, -5::TINYINT AS i8, -500::SMALLINT AS i16, -50000::INTEGER AS i32, 9007199254740993::BIGINT AS i64, 200::UTINYINT AS u8, 60000::USMALLINT AS u16,
                  4000000000::UINTEGER AS u32, 18446744073709551615::UBIGINT AS u64, 5::UBIGINT AS u64b, 0.5::FLOAT AS f32, 0.1::DOUBLE AS f64, 12.25::DECIMAL(10, 2) AS dec, true AS b,
                  DATE '2024-02-29' AS d, TIMESTAMP '2024-01-01 10:00:00.5' AS ts, TIMESTAMPTZ '2024-01-01 10:00:00+00' AS tz, 'a1a2a3a4-0000-0000-0000-000000000001'::UUID AS g, '{"k":[1]}'::JSON AS j,
                  [1, 2] AS list, {'a': 1} AS struct, MAP {'k': 1} AS map, 'abc'::BLOB AS bytes) TO '{{folder["a.parquet"]}}' (FORMAT PARQUET)
            """);
        Document document = Assert.Single((await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]))).Documents);
        string[] expected =
        [
            "i8=Integer:-5", "i16=Integer:-500", "i32=Integer:-50000", "i64=Integer:9007199254740993", "u8=Integer:200",
            "u16=Integer:60000", "u32=Integer:4000000000",
            "u64=Json:18446744073709551615", "u64b=Integer:5", "f32=Number:0.5", "f64=Number:0.1", "dec=Number:12.25", "b=Boolean:true",
            "d=String:2024-02-29",
            "ts=String:2024-01-01T10:00:00.500", "tz=String:2024-01-01T10:00:00Z",
            "g=String:a1a2a3a4-0000-0000-0000-000000000001", "j=Json:{\"k\":[1]}",
        ];
        Assert.Equal(expected, document.ListFields().Select(field => $"{field.Key}={field.Value.Kind}:{field.Value}"));
        Assert.False(document.HasOwnId);
        Assert.False(document.TryGetValue("list", out _));
    }

    [Theory]
    [InlineData("list", "nested")]
    [InlineData("bytes", "bytes")]
    [InlineData("nothing", "'list', 'bytes'")]
    public async Task ListShards_ColumnThatCannotBeRead_IsRefusedByName(string column, string inMessage)
    {
        Duck.Run($"COPY (SELECT 'x' AS text, [1] AS list, 'b'::BLOB AS bytes) TO '{folder["a.parquet"]}' (FORMAT PARQUET)");
        var source = new ParquetSource(folder["a.parquet"], new ParquetReadOptions { Columns = [column] });
        var exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await source.ListShardsAsync(CancellationToken.None));
        Assert.Contains($"'{column}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("a.parquet", exception.Message, StringComparison.Ordinal);
        Assert.Contains(inMessage, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ChosenColumns_AreAllThereIs()
    {
        Duck.Run($"COPY (SELECT 'x' AS body, 7 AS key, 1 AS a, 2 AS b) TO '{folder["a.parquet"]}' (FORMAT PARQUET)");
        var source = new ParquetSource(folder["a.parquet"], new ParquetReadOptions { TextColumn = "body", IdColumn = "key", Columns = ["b"] });
        Document document = Assert.Single((await SourceContent.ReadAsync(source)).Documents);
        Assert.Equal(("7", "x"), (document.Id, document.Text));
        Assert.Equal(["b"], document.ListFields().Select(field => field.Key));
    }

    [Fact]
    public async Task Read_BytesAsText_AreCheckedForUtf8()
    {
        Duck.Run($@"COPY (SELECT * FROM (VALUES ('ok \xC3\xA9'::BLOB), ('bad \xC3('::BLOB), (NULL)) t(text)) TO '{folder["a.parquet"]}' (FORMAT PARQUET)");
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]));
        Assert.Equal("ok é", Assert.Single(content.Documents).Text);
        Assert.Equal([RecordFaultReasons.InvalidUtf8, RecordFaultReasons.MissingText], content.Faults.Select(fault => fault.Reason));
    }

    [Theory]
    [InlineData("UNCOMPRESSED", "V1", 1)] // all values differ, which gives plain pages
    [InlineData("UNCOMPRESSED", "V1", 50)] // dictionary pages
    [InlineData("UNCOMPRESSED", "V2", 1)]
    public async Task Read_StringsThatAreNotUtf8_AreFaults(string codec, string version, int repeats)
    {
        string path = folder["a.parquet"];
        Duck.Run($"COPY (SELECT 'id' || (i // {repeats}) || (CASE WHEN i = 2 THEN '~~' ELSE 'é' END) AS id, CASE WHEN i = 5 THEN NULL WHEN i = 1 THEN 'bad ~~' "
            + $"ELSE 'text é ' || (i // {repeats}) END AS text FROM range(200) t(i)) "
            + $"TO '{path}' (FORMAT PARQUET, COMPRESSION {codec}, PARQUET_VERSION {version})");
        byte[] bytes = File.ReadAllBytes(path);
        for (int at; (at = bytes.AsSpan().IndexOf("~~"u8)) >= 0;)
            (bytes[at], bytes[at + 1]) = (0xC3, (byte)'('); // no engine writes such a string, so the bytes are patched
        File.WriteAllBytes(path, bytes);
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(path));
        Assert.Equal([(RecordFaultReasons.InvalidUtf8, 1L), (RecordFaultReasons.InvalidUtf8, 2L), (RecordFaultReasons.MissingText, 5L)],
            content.Faults.Select(fault => (fault.Reason, fault.Offset)));
        Assert.Equal(6, content.Faults[0].Length);
        Assert.Equal([.. "bad "u8, 0xC3, (byte)'('], content.Faults[0].Raw.ToArray());
        Assert.Contains("the id of row 2", content.Faults[1].Message, StringComparison.Ordinal);
        Assert.Equal(197, content.Documents.Count);
        Assert.All(content.Documents, document =>
            Assert.Equal(($"id{document.Origin.Offset / repeats}é", $"text é {document.Origin.Offset / repeats}"), (document.Id, document.Text)));
    }

    [Fact]
    public async Task Read_LongText_IsAFault()
    {
        Duck.Run($"COPY (SELECT repeat('x', i::INTEGER) AS text FROM range(999, 1002) t(i)) TO '{folder["a.parquet"]}' (FORMAT PARQUET)");
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]), maxRecordBytes: 1000);
        Assert.Equal(2, content.Documents.Count);
        RecordFault fault = Assert.Single(content.Faults);
        Assert.Equal((RecordFaultReasons.RecordTooLong, 2L, 1001L), (fault.Reason, fault.Offset, fault.Length));
    }

    [Fact]
    public async Task Read_SelectionAndLimit_AreRespected()
    {
        Duck.Run($"COPY (SELECT i::VARCHAR AS text FROM range(5000) t(i)) TO '{folder["a.parquet"]}' (FORMAT PARQUET, ROW_GROUP_SIZE 2048)");
        SourceContent content = await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]), selection: record => record is 3 or 4500);
        Assert.Equal(["3", "4500"], content.Documents.Select(document => document.Text));
        Assert.Equal([5000], content.RecordsByShard);
        Assert.Equal(10, (await SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"]), recordLimit: 10)).Documents.Count);
    }

    [Fact]
    public async Task ListShards_NotParquet_NamesTheFileAndItsContent()
    {
        folder.Write("a.parquet", "{\"id\":\"1\",\"text\":\"lines of JSON under another name\"}\n");
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"])));
        Assert.Contains("'a.parquet'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("JSON", exception.Message, StringComparison.Ordinal);
        Assert.Contains("not Parquet", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DamagedPages_NameTheFile()
    {
        Duck.Run($"COPY (SELECT i AS id, md5(i::VARCHAR) AS text FROM range(2000) t(i)) TO '{folder["a.parquet"]}' (FORMAT PARQUET, COMPRESSION ZSTD)");
        byte[] bytes = File.ReadAllBytes(folder["a.parquet"]);
        bytes.AsSpan(10, bytes.Length / 2).Fill(0xee);
        folder.Write("a.parquet", bytes);
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(new ParquetSource(folder["a.parquet"])));
        Assert.Contains("'a.parquet'", exception.Message, StringComparison.Ordinal);
    }
}
