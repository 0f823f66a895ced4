using System.Text;
using DataCuration.TestKit;
using static DataCuration.Tests.Formats.Warc.WarcBytes;

namespace DataCuration.Tests.Formats.Warc;

public sealed class WarcCorpusTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FromWarc_AllKindsOfRecords_BecomeDocumentsDropsOrFaults()
    {
        byte[] damaged = Gzip(Response("damaged"));
        damaged[^8] ^= 1;
        byte[][] members =
        [
            Record("warcinfo", "a", uri: null), Record("request", "GET / HTTP/1.1\r\n\r\n"),
            Response("<p>page</p>", "Content-Type: Text/HTML; charset=latin1\r\n"),
            Response("moved", status: 301), Response("gone", status: 404), Response("gone", status: 404),
            Record("revisit", "HTTP/1.1 200 OK\r\n\r\n"), Record("x-own-type", "x"),
            Record("conversion", "text of a page", extra: "Content-Type: text/plain; charset=utf-8\r\n"),
            Record("response", "20240203 answer", "dns:example.org", extra: "Content-Type: text/dns\r\n"),
            Response(new string('x', 3000), "Content-Encoding: identity\r\n"),
        ];
        folder.Inputs.Write("crawl/a.warc.gz", [.. members.SelectMany(Gzip), .. "garbage"u8, .. damaged, .. Gzip(Response("last, cut"))[..^20]]);
        folder.Inputs.Write("crawl/b.warc", [.. Response("plain"), .. "junk\r\n"u8, .. Response(Latin1(Gzip(new byte[100_000])), "Content-Encoding: gzip\r\n"),
            .. Response(Latin1(Gzip(Latin("cut body, cut body")))[..24], "Content-Encoding: gzip\r\n")]);
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.9), MaxRecordBytes = 50_000 });
        await RawCorpus.FromWarc(folder.Inputs["crawl/*"]).Extract(new DescribingExtractor()).WriteJsonlAsync("out", run);
        Assert.Equal(
            [
                "text/html|latin1|https://example.org/|2024-02-03T04:05:06|<p>page</p>",
                "text/plain|utf-8|https://example.org/|2024-02-03T04:05:06|text of a page",
                "text/dns||dns:example.org|2024-02-03T04:05:06|20240203 answer",
                $"application/octet-stream||https://example.org/|2024-02-03T04:05:06|{new string('x', 3000)}",
                "text/html|UTF-8|https://example.org/|2024-02-03T04:05:06|plain",
            ],
            folder.Lines("out").Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!).Select(WithoutId));
        RunReport report = folder.Report("out");
        StageReport records = report.Stages.Single(stage => stage.Name == "WarcRecords");
        Assert.Equal("http_status_301 1, http_status_404 2, warc_other 1, warc_request 1, warc_revisit 1, warc_warcinfo 1",
            string.Join(", ", records.DroppedByReason.Select(reason => $"{reason.Key} {reason.Value}")));
        Assert.Equal((report.Records, 5L, 7L), (report.Kept + report.Dropped + report.Faulted, report.Kept, report.Dropped));
        string[] reasons = [.. File.ReadAllLines(folder.State("out", "quarantine/part-00000.jsonl"))
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("reason").GetString()!)];
        Assert.Equal(
            [
                RecordFaultReasons.CompressedGarbage, RecordFaultReasons.WarcDamaged, RecordFaultReasons.CompressedDamage, RecordFaultReasons.WarcTruncated,
                RecordFaultReasons.CompressedDamage,
                RecordFaultReasons.WarcJunk, RecordFaultReasons.RecordTooLong, RecordFaultReasons.HttpBody,
            ],
            reasons);
        Assert.Equal(reasons.Length, report.Faulted);

        static string WithoutId(string text)
        {
            Assert.Matches("^<urn:uuid:[a-z]+-[0-9]+>[|]", text);
            return text[(text.IndexOf('|', StringComparison.Ordinal) + 1)..];
        }
    }

    [Fact]
    public async Task FromWarc_Options_ChooseRecords()
    {
        folder.Inputs.Write("a.warc", [.. Record("metadata", "{}", extra: "Content-Type: application/json\r\n"), .. Response("missing", status: 404),
            .. Response("image", "Content-Type: image/png\r\n"), .. Response("cut, cut")[..^9]]);
        var options = new WarcReadOptions
        {
            RecordTypes = ["METADATA", "response"],
            HttpStatuses = [],
            MediaTypes = ["application/json", "text/html"],
            KeepTruncated = true,
            ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 }
        };
        List<Document> documents = await RunFolder.Read(RawCorpus.FromWarc(options, folder.Inputs["a.warc"]).Extract(new DescribingExtractor()), folder.Run());
        Assert.Equal(["{}", "missing", "cut"], documents.Select(document => document.Text.Split('|')[^1]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FromWarc_BodyThatStaysCoded_IsDroppedOrFaulted(bool keepTruncated)
    {
        folder.Inputs.Write("a.warc", [.. Response("plain"), .. Response("?", "Content-Encoding: rot13, gzip\r\n"),
            .. Response("?", "Content-Encoding: br, br, br, br, br\r\n"), .. Response("not chunked", "Transfer-Encoding: chunked\r\n")]);
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.9) });
        await RawCorpus.FromWarc(new WarcReadOptions { KeepTruncated = keepTruncated }, folder.Inputs["a.warc"])
            .Extract(new DescribingExtractor()).WriteJsonlAsync("out", run);
        RunReport report = folder.Report("out");
        Assert.Equal((2L, 1L, 1L), (report.Kept, report.Dropped, report.Faulted));
        Assert.Equal(1, report.Stages.Single(stage => stage.Name == "WarcRecords").DroppedByReason["http_content_coding"]);
        Assert.Contains("5 content codings", File.ReadAllText(folder.State("out", "quarantine/part-00000.jsonl")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FromWarc_FirstSegmentOfALongRecord_IsDroppedUnlessCutRecordsAreKept(bool keepTruncated)
    {
        byte[] first = Record("response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>first half", extra: "WARC-Segment-Number: 1\r\n");
        byte[] second = Record("continuation", " and the second half", extra: "WARC-Segment-Number: 2\r\nWARC-Segment-Origin-ID: <urn:uuid:response-58>\r\n");
        folder.Inputs.Write("a.warc", [.. first, .. second, .. Response("whole")]);
        CurationRun run = folder.Run();
        await RawCorpus.FromWarc(new WarcReadOptions { KeepTruncated = keepTruncated }, folder.Inputs["a.warc"])
            .Extract(new DescribingExtractor()).WriteJsonlAsync("out", run);
        IReadOnlyDictionary<string, long> dropped = folder.Report("out").Stages.Single(stage => stage.Name == "WarcRecords").DroppedByReason;
        Assert.Equal(keepTruncated ? "warc_continuation 1" : "warc_continuation 1, warc_segment 1",
            string.Join(", ", dropped.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal(keepTruncated ? 2 : 1, folder.Lines("out").Length);
    }

    [Fact]
    public async Task FromWarc_RecordWithoutId_IsNamedByItsPlace()
    {
        byte[] file = Latin("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 1\r\n\r\na\r\n\r\n");
        folder.Inputs.Write("crawl/a.warc", [.. file, .. file]);
        List<Document> documents = await RunFolder.Read(RawCorpus.FromWarc(folder.Inputs["crawl/*.warc"]).Extract(new DescribingExtractor()), folder.Run());
        Assert.Equal(["a.warc@0", $"a.warc@{file.Length}"], documents.Select(document => document.Id));
    }

    [Fact]
    public async Task FromWarc_DamageUnderFail_FailsAndNamesIt()
    {
        folder.Inputs.Write("a.warc.gz", [.. Gzip(Response("a")), .. "garbage"u8]);
        var exception = await Assert.ThrowsAsync<CurationRunException>(() => RawCorpus.FromWarc(folder.Inputs["a.warc.gz"]).Extract(new DescribingExtractor())
            .WriteJsonlAsync("out", folder.Run()));
        Assert.Contains("compressed_garbage", Assert.Single(exception.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromWarc_OneTwoAndFiveWorkers_GiveTheSameBytes()
    {
        for (int f = 0; f < 7; f++)
        {
            byte[][] records = [.. Enumerable.Range(0, 300 + f)
                .Select(i => i % 3 == 0 ? Record("request", "x") : Response($"<p>page {i} of file {f}</p>", uri: $"https://example.org/{f}/{i}"))];
            byte[] file = f % 2 == 0 ? [.. records.SelectMany(Gzip)] : [.. records.SelectMany(bytes => bytes)];
            file[file.Length / 2] ^= 0x55;
            folder.Inputs.Write($"crawl/{f}.warc{(f % 2 == 0 ? ".gz" : "")}", file);
        }
        var options = new WarcReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } };
        var outputs = new List<string[]>();
        foreach ((int workers, int batch) in new[] { (1, 256), (2, 7), (5, 64) })
        {
            CurationRun run = folder.Run(change => change with
            {
                MaxParallelShards = workers,
                BatchDocuments = batch,
                Faults = FaultPolicy.Quarantine(0.5),
                WorkDirectory = folder.Inputs[$"work-{workers}"]
            });
            await RawCorpus.FromWarc(options, folder.Inputs["crawl/*"]).Extract(new DescribingExtractor()).WriteJsonlAsync("out", run);
            string output = folder.Inputs[$"work-{workers}/out"];
            outputs.Add([.. Directory.GetFiles(output, "*.jsonl").Concat(Directory.GetFiles(Path.Combine(output, ".curation", "quarantine")))
                .Order(StringComparer.Ordinal).Select(path => Path.GetFileName(path) + File.ReadAllText(path))]);
            Assert.True(RunReport.Load(output).Faulted >= 4);
        }
        Assert.True(outputs[0].Length >= 11);
        Assert.Equal(outputs[0], outputs[1]);
        Assert.Equal(outputs[0], outputs[2]);
    }

    /// <summary>An extractor that writes its input as text.</summary>
    private sealed class DescribingExtractor : IDocumentExtractor
    {
        public string Name => "DescribingExtractor";

        public void Describe(FingerprintWriter writer) => writer.Add("version", 1);

        public ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken) =>
            new(ExtractionResult.Extracted(new Document(document.Id, FormattableString.Invariant($"{document.Id}|{document.MediaType}|{document.Charset}|")
                + FormattableString.Invariant($"{document.Url}|{document.CapturedAt:s}|{Encoding.Latin1.GetString(document.Content.Span)}"))));
    }
}
