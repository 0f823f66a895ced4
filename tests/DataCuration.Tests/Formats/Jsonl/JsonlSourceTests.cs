using System.Text;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tests.Formats.Jsonl;

public sealed class JsonlSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Read_PlainRecord_GivesIdTextRecordAndOrigin()
    {
        SourceContent content = await Read("""{"id": "a", "text": "Grüße\n\"x\"", "n": 1}""" + "\n  \n" + """  {"text":"two"}  """);
        Assert.Empty(content.Faults);
        Assert.Equal(["Grüße\n\"x\"", "two"], content.Documents.Select(document => document.Text));
        Document first = content.Documents[0];
        Assert.Equal("a", first.Id);
        Assert.True(first.IsUnmodified);
        Assert.Equal(new DocumentOrigin { Source = "a.jsonl", Offset = 0, Record = 0 }, first.Origin);
        Document second = content.Documents[1];
        Assert.False(second.HasOwnId);
        Assert.Equal("""{"text":"two"}""", Encoding.UTF8.GetString(second.Record.Span));
        Assert.Equal(1, second.Origin.Record);
        // The offset is that of the record's first byte.
        byte[] file = File.ReadAllBytes(folder["a.jsonl"]);
        Assert.Equal(second.Record.ToArray(), file.AsSpan((int)second.Origin.Offset, second.Record.Length).ToArray());
    }

    [Fact]
    public async Task Read_ByteOrderMarkInTheMiddle_IsNoPartOfTheRecord()
    {
        SourceContent content = await Read("\uFEFF{\"text\":\"1\"}\n\uFEFF{\"id\":\"b\",\"text\":\"2\"}\n");
        Assert.Empty(content.Faults);
        Document second = content.Documents[1];
        Assert.Equal("{\"id\":\"b\",\"text\":\"2\"}", Encoding.UTF8.GetString(second.Record.Span));
        byte[] file = File.ReadAllBytes(folder["a.jsonl"]);
        Assert.Equal(second.Record.ToArray(), file.AsSpan((int)second.Origin.Offset, second.Record.Length).ToArray());
    }

    [Fact]
    public async Task ListShards_Strided_DescribesItsLines()
    {
        File.WriteAllText(folder["a.jsonl"], "{\"text\":\"1\"}\n{\"text\":\"2\"}\n");
        var source = new JsonlSource(folder["a.jsonl"], new JsonlReadOptions { Sharding = JsonlSharding.Strided(2) });
        IReadOnlyList<SourceShard> shards = await source.ListShardsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, shards.Count);
        var writer = new FingerprintWriter();
        shards[1].Describe(writer);
        string file = $"a.jsonl [0, 26) of 26 bytes, {shards[1].Segments[0].FileFingerprint}";
        Assert.Equal([("segment.0", file), ("segment.0.lines", "1 mod 2")], writer.Parts.Select(part => (part.Name, part.Value)));
    }

    [Theory]
    [InlineData("{\"text\":\"1\"}\n{\"text\":\"2\"}\n")]
    [InlineData("{\"text\":\"1\"}\r\n{\"text\":\"2\"}")]
    [InlineData("{\"text\":\"1\"}\r{\"text\":\"2\"}\r")]
    [InlineData("\uFEFF{\"text\":\"1\"}\n\n\r\n \t\r{\"text\":\"2\"}\n\n")]
    [InlineData("\n\r\r\n{\"text\":\"1\"}\r\r\n{\"text\":\"2\"}")]
    [InlineData("\uFEFF{\"text\":\"1\"}\n\uFEFF{\"text\":\"2\"}\n\uFEFF")] // files with byte order marks that were joined
    [InlineData("{\"text\":\"1\"}\n \uFEFF \uFEFF{\"text\":\"2\"}")]
    public async Task Read_AnyLineEnds_GivesTheSameRecords(string content)
    {
        SourceContent read = await Read(content);
        Assert.Equal(["1", "2"], read.Documents.Select(document => document.Text));
        Assert.Empty(read.Faults);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF\r\n")]
    public async Task Read_NoRecords_GivesNothing(string content)
    {
        SourceContent read = await Read(content);
        Assert.Empty(read.Documents);
        Assert.Empty(read.Faults);
    }

    [Fact]
    public async Task Read_EveryShardSize_GivesTheSameRecords()
    {
        string text = "\uFEFF{\"text\":\"aé\"}\r\n\n{\"text\":\"b\",\"id\":7}\r{bad}\n\r\n{\"text\":\"c\"}\r\r{\"text\":\""
            + new string('x', 60) + "\"}\n \n{\"text\":\"d\"}";
        SourceContent whole = await Read(text, maxRecordBytes: 50);
        Assert.Equal(["aé", "b", "c", "d"], whole.Documents.Select(document => document.Text));
        Assert.Equal(["invalid_json", "record_too_long"], whole.Faults.Select(fault => fault.Reason));
        for (int shardBytes = 1; shardBytes <= Encoding.UTF8.GetByteCount(text); shardBytes++)
            AssertSameRecords(whole,
                await Read(text, new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = shardBytes } }, maxRecordBytes: 50));
    }

    [Fact]
    public void Read_RandomLineEndsAndShardSizes_GivesTheSameRecords()
    {
        Gen<string> piece = Gen.OneOf<string>("\n", "\r", "\r\n", " ", "{\"text\":\"a\"}", "{\"text\":\"a\\n\"}", "{\"text\":1}", "xyz",
            "{\"text\":\"" + new string('y', 40) + "\"}");
        Gen.Select(piece.Array[0, 30], Gen.Int[1, 60], Gen.Bool).Sample(
            (pieces, shardBytes, mark) =>
            {
                using var temporary = new TemporaryFolder();
                string path = temporary.Write("a.jsonl", (mark ? "\uFEFF" : "") + string.Concat(pieces));
                var options = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = shardBytes } };
                AssertSameRecords(
                    SourceContent.ReadAsync(new JsonlSource(path), 45).Result,
                    SourceContent.ReadAsync(new JsonlSource(path, options), 45).Result);
            },
            iter: 300);
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zst")]
    public async Task Read_Compressed_GivesTheSameRecords(string extension)
    {
        string text = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{{\"id\":{i},\"text\":\"line {i}\"}}\n"));
        SourceContent plain = await Read(text);
        folder.Write("b.jsonl" + extension, Compression.SourceFileStreamTests.Compress(extension, Encoding.UTF8.GetBytes(text)));
        var options = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 100 } };
        SourceContent compressed = await SourceContent.ReadAsync(new JsonlSource(folder["b.jsonl" + extension], options));
        Assert.Single(compressed.Shards);
        Assert.Equal(30_000, compressed.Documents.Count);
        AssertSameRecords(plain, compressed, samePath: false);
    }

    [Fact]
    public async Task Read_LongLinesAcrossChunks_AreWhole()
    {
        string[] texts = [.. new[] { 10, 65_500, 65_536, 200_000, 3, 1_000_000, 64 * 1024 - 12, 5 }.Select((length, i) => new string((char)('a' + i), length))];
        SourceContent content = await Read(string.Join('\n', texts.Select(text => $"{{\"text\":\"{text}\"}}")), maxRecordBytes: 2_000_000);
        Assert.Equal(texts, content.Documents.Select(document => document.Text));
    }

    [Fact]
    public async Task Read_KeptDocuments_AreNeverOverwritten()
    {
        string[] texts = [.. Enumerable.Range(0, 5000).Select(i => $"text {i} " + new string('z', i % 300))];
        SourceContent content = await Read(string.Join("\r\n", texts.Select(text => $"{{\"text\":\"{text}\"}}")));
        Assert.Equal(texts, content.Documents.Select(document => Encoding.UTF8.GetString(document.Utf8Text.Span)));
    }

    [Fact]
    public async Task Read_TooLongLine_IsAFaultWithItsBeginning()
    {
        string longLine = "{\"text\":\"" + new string('x', 300_000) + "\"}";
        SourceContent content = await Read($"{{\"text\":\"a\"}}\n{longLine}\n{{\"text\":\"b\"}}", maxRecordBytes: 1000);
        Assert.Equal(["a", "b"], content.Documents.Select(document => document.Text));
        RecordFault fault = Assert.Single(content.Faults);
        Assert.Equal(RecordFaultReasons.RecordTooLong, fault.Reason);
        Assert.Equal((13, longLine.Length, "a.jsonl"), (fault.Offset, fault.Length, fault.Source));
        Assert.Equal(longLine[..RecordFault.MaxRawBytes], Encoding.UTF8.GetString(fault.Raw.Span));
        Assert.Contains("300011", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_LineOfExactlyTheLimit_IsRead()
    {
        string line = "{\"text\":\"abc\"}";
        Assert.Single((await Read(line + "\n", maxRecordBytes: line.Length)).Documents);
        Assert.Single((await Read(line + "\n", maxRecordBytes: line.Length - 1)).Faults);
        Assert.Single((await Read(line, maxRecordBytes: line.Length - 1)).Faults);
    }

    [Theory]
    [InlineData("""{"text": tru}""", RecordFaultReasons.InvalidJson, "byte 9: found 'tru}'")]
    [InlineData("""{"text": "a" "b"}""", RecordFaultReasons.InvalidJson, "byte 13")]
    [InlineData("""{"text": "a\x"}""", RecordFaultReasons.InvalidJson, "an unknown escape at byte 11")]
    [InlineData("{\"text\": \"a\tb\"}", RecordFaultReasons.InvalidJson, "raw control character in a string at byte 11")]
    [InlineData("""{"text": "a"} x""", RecordFaultReasons.InvalidJson, "end of the record at byte 14")]
    [InlineData("""{"text": "a",}""", RecordFaultReasons.InvalidJson, "byte 13")]
    [InlineData("""{"text": "a", "n": 01}""", RecordFaultReasons.InvalidJson, "byte 20")]
    [InlineData("""["text"]""", RecordFaultReasons.NotAnObject, "the array '[\"text\"]'")]
    [InlineData("17", RecordFaultReasons.NotAnObject, "'17'")]
    [InlineData("hello", RecordFaultReasons.InvalidJson, "'hello'")]
    [InlineData("""{"id": "a", "nested": {"text": "no"}}""", RecordFaultReasons.MissingText, "'text'")]
    [InlineData("""{"text": 5}""", RecordFaultReasons.TextNotString, "'5'")]
    [InlineData("""{"text": null}""", RecordFaultReasons.TextNotString, "null")]
    [InlineData("""{"text": "a", "text": []}""", RecordFaultReasons.TextNotString, "byte 22")]
    [InlineData("""{"text": "a", "id": {"x": 1}}""", RecordFaultReasons.IdNotScalar, "byte 20")]
    [InlineData("""{"text": "ab\ud800 c"}""", RecordFaultReasons.LoneSurrogate, "byte 12: '\\ud800'")]
    [InlineData("""{"text": "\udc00\ud800"}""", RecordFaultReasons.LoneSurrogate, "byte 10")]
    [InlineData("""{"text": "", "id": "\uD83D\u0041"}""", RecordFaultReasons.LoneSurrogate, "byte 20")]
    public async Task Read_FaultyRecord_IsAFaultWithReasonAndPlace(string line, string reason, string inMessage)
    {
        SourceContent content = await Read("{\"text\":\"before\"}\n" + line + "\n{\"text\":\"after\"}");
        RecordFault fault = Assert.Single(content.Faults);
        Assert.Equal(reason, fault.Reason);
        Assert.Contains(inMessage, fault.Message, StringComparison.Ordinal);
        Assert.Equal((18, line.Length, "a.jsonl"), (fault.Offset, fault.Length, fault.Source));
        Assert.Equal(line, Encoding.UTF8.GetString(fault.Raw.Span));
        Assert.Equal([0, 2], content.Documents.Select(document => document.Origin.Record));
    }

    [Fact]
    public async Task Read_InvalidUtf8_IsAFaultAtItsByte()
    {
        folder.Write("a.jsonl", [.. "{\"text\":\"é"u8, 0xc3, 0x28, .. "\"}"u8]);
        RecordFault fault = Assert.Single((await SourceContent.ReadAsync(new JsonlSource(folder["a.jsonl"]))).Faults);
        Assert.Equal(RecordFaultReasons.InvalidUtf8, fault.Reason);
        Assert.Contains("byte 11: 0xc328227d", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":"a","id":12.50}""", "12.50")]
    [InlineData("""{"text":"a","id":true}""", "true")]
    [InlineData("""{"id":"first","text":"a","id":"l\u0061st"}""", "last")]
    [InlineData("""{"\u0069d":"x","te\u0078t":"a"}""", "x")]
    [InlineData("""{"nested":{"id":"no","text":"no"},"text":"a","id":"yes"}""", "yes")]
    [InlineData("""{"text":"b","text":"\ud83d\ude00","id":"😀","text":"a"}""", "😀")]
    public async Task Read_Ids_BecomeTheirText(string line, string id)
    {
        Document document = Assert.Single((await Read(line)).Documents);
        Assert.Equal((id, "a"), (document.Id, document.Text));
        Assert.True(document.HasOwnId);
    }

    [Theory]
    [InlineData("""{"text":"a","id":null}""")]
    [InlineData("""{"text":"a","id":""}""")]
    [InlineData("""{"text":"a"}""")]
    public async Task Read_NoId_GivesAHashOfTheText(string line)
    {
        Document document = Assert.Single((await Read(line)).Documents);
        Assert.False(document.HasOwnId);
        Assert.Equal(new Document(null, "a").Id, document.Id);
    }

    [Fact]
    public async Task Read_OtherFieldNames_AreUsed()
    {
        SourceContent content = await Read("""{"content":"a","key":"k","text":"t"}""", new JsonlReadOptions { TextField = "content", IdField = "key" });
        Document document = Assert.Single(content.Documents);
        Assert.Equal(("a", "k"), (document.Text, document.Id));
        Assert.Equal(["text"], document.ListFields().Select(field => field.Key));
    }

    [Fact]
    public async Task Read_Selection_SkipsUnwantedRecordsUnparsed()
    {
        string text = string.Concat(Enumerable.Range(0, 20).Select(i => i == 4 ? "{broken}\n\n" : $"{{\"text\":\"{i}\"}}\n"));
        folder.Write("a.jsonl", text);
        SourceContent content = await SourceContent.ReadAsync(new JsonlSource(folder["a.jsonl"]), selection: record => record % 3 == 0);
        Assert.Empty(content.Faults);
        Assert.Equal(["0", "3", "6", "9", "12", "15", "18"], content.Documents.Select(document => document.Text));
        Assert.Equal([20], content.RecordsByShard);
    }

    [Fact]
    public async Task Read_RecordLimit_Stops()
    {
        folder.Write("a.jsonl", string.Concat(Enumerable.Range(0, 20).Select(i => $"{{\"text\":\"{i}\"}}\n")));
        SourceContent content = await SourceContent.ReadAsync(new JsonlSource(folder["a.jsonl"]), recordLimit: 7);
        Assert.Equal(7, content.Documents.Count);
    }

    [Theory]
    [InlineData(1, new[] { 1, 1 })]
    [InlineData(2, new[] { 1, 1 })]
    [InlineData(5, new[] { 3, 2 })]
    public async Task Read_Strided_FollowsTheReferenceOrder(int processes, int[] shardsByFile)
    {
        string[][] lines = [[.. Enumerable.Range(0, 11).Select(i => i == 3 ? "" : $"a{i}")], [.. Enumerable.Range(0, 4).Select(i => $"b{i}")]];
        folder.Write("a.jsonl", string.Join("\r\n", lines[0].Select(line => line.Length == 0 ? "" : $"{{\"text\":\"{line}\"}}")));
        folder.Write("b.jsonl", string.Join("\n", lines[1].Select(line => $"{{\"text\":\"{line}\"}}")) + "\n");
        SourceContent content =
            await SourceContent.ReadAsync(new JsonlSource(folder["*.jsonl"], new JsonlReadOptions { Sharding = JsonlSharding.Strided(processes) }));
        var expected = new List<string>();
        for (int file = 0; file < 2; file++)
            for (int shard = 0; shard < shardsByFile[file]; shard++)
                expected.AddRange(lines[file].Where((line, i) => i % shardsByFile[file] == shard && line.Length > 0));
        Assert.Equal(expected, content.Documents.Select(document => document.Text));
        Assert.Equal(shardsByFile.Sum(), content.Shards.Count);
    }

    [Fact]
    public async Task Describe_StridedShards_AreDifferentParts()
    {
        folder.Write("a.jsonl", "{\"text\":\"1\"}\n{\"text\":\"2\"}");
        var source = new JsonlSource(folder["a.jsonl"], new JsonlReadOptions { Sharding = JsonlSharding.Strided(2) });
        var fingerprints = (await source.ListShardsAsync(CancellationToken.None)).Select(shard =>
        {
            var writer = new FingerprintWriter();
            shard.Describe(writer);
            return writer.ToFingerprint();
        });
        Assert.Equal(2, fingerprints.Distinct().Count());
    }

    [Fact]
    public async Task Read_FileCutAfterListing_Fails()
    {
        string path = folder.Write("a.jsonl", string.Concat(Enumerable.Repeat("{\"text\":\"x\"}\n", 20_000)));
        var source = new JsonlSource(path);
        SourceShard shard = (await source.ListShardsAsync(CancellationToken.None))[0];
        folder.Write("a.jsonl", string.Concat(Enumerable.Repeat("{\"text\":\"x\"}\n", 10)));
        await using IShardReader reader = source.Open(shard, new ReadLimits { MaxRecordBytes = 1000 });
        await Assert.ThrowsAsync<InvalidDataException>(async () => await reader.ReadAsync(new DocumentBatch(1000, long.MaxValue), CancellationToken.None));
    }

    [Fact]
    public async Task BytesRead_AtTheEnd_IsTheShardsSize()
    {
        folder.Write("a.jsonl", string.Concat(Enumerable.Repeat("{\"text\":\"x\"}\n", 500)));
        var source = new JsonlSource(folder["a.jsonl"], new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 1300 } });
        foreach (SourceShard shard in await source.ListShardsAsync(CancellationToken.None))
        {
            await using IShardReader reader = source.Open(shard, new ReadLimits { MaxRecordBytes = 1000 });
            while (await reader.ReadAsync(new DocumentBatch(100, long.MaxValue), CancellationToken.None)) Assert.InRange(reader.BytesRead, 1, shard.Bytes);
            Assert.Equal(shard.Bytes, reader.BytesRead);
        }
    }

    [Fact]
    public void Options_TextAndIdAlike_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new JsonlSource("x", new JsonlReadOptions { IdField = "text" }));
        Assert.Throws<ArgumentException>(() => new JsonlReadOptions { TextField = "" });
        Assert.Throws<ArgumentOutOfRangeException>(() => JsonlSharding.Strided(0));
    }

    private static void AssertSameRecords(SourceContent expected, SourceContent actual, bool samePath = true)
    {
        Assert.Equal(expected.Documents.Select(Key), actual.Documents.Select(Key));
        Assert.Equal(expected.Faults.Select(fault => (fault.Reason, fault.Message, fault.Offset, fault.Length)),
            actual.Faults.Select(fault => (fault.Reason, fault.Message, fault.Offset, fault.Length)));
        (string, string, long, string?) Key(Document document) =>
            (document.Id, document.Text, document.Origin.Offset, samePath ? document.Origin.Source : null);
    }

    private Task<SourceContent> Read(string content, JsonlReadOptions? options = null, int maxRecordBytes = 1 << 20)
    {
        folder.Write("a.jsonl", content);
        return SourceContent.ReadAsync(new JsonlSource(folder["a.jsonl"], options), maxRecordBytes);
    }
}
