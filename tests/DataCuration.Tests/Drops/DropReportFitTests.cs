using DataCuration.TestKit;

namespace DataCuration.Tests.Drops;

public sealed class DropReportFitTests : IDisposable
{
    private readonly RunFolder folder = new();

    [Fact]
    public async Task Fit_TwoPasses_CountsEachReasonWithItsFirstDocuments()
    {
        DropReport report = await Report(new DropReportFit { Examples = 2, ExcerptLength = 6 });
        Assert.Equal((2, 20, 8, null), (report.KeptDocuments, report.KeptBytes, report.DroppedDocuments, report.InputBytes));
        Assert.Equal(["4 x short of Short", "3 x x of FakeFilter", "1 x long of Short"],
            report.Reasons.Select(reason => $"{reason.Documents} x {reason.Reason} of {reason.Stage}"));
        DropReason first = report.Reasons[0];
        Assert.Equal(["d0", "d1"], first.Examples.Select(example => example.Id));
        Assert.Equal(new DropExample { Id = "d1", Excerpt = "a é", Bytes = 6, Measure = "length", Value = 6, Limit = 7.5 }, first.Examples[1]);
        Assert.Equal(4 + 6 + 5 + 5, first.Bytes);
        Assert.Equal("123456…", report.Reasons[2].Examples[0].Excerpt);
        Assert.Null(report.Reasons[1].Examples[0].Measure);
    }

    [Fact]
    public async Task Fit_Input_GivesSharesOfItAndTheBytesOfEdits()
    {
        DropReport report = await Report(new DropReportFit { Input = Input() });
        Assert.Equal((10, 94), (report.InputDocuments, report.InputBytes));
        // The stage between the filters cuts two characters off five documents.
        Assert.Equal(10, report.EditedBytes);
        Assert.Equal(94, report.KeptBytes + report.DroppedBytes + report.EditedBytes);
        Assert.Contains("| Short | short | 4 | 40.0 % | 20 | 21.3 % |", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("| (edits) | text removed or added in documents |  |  | 10 | 10.6 % |", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("| short | d1 | length | 6 | 7.5 | a é |", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("d1 (length 6, limit 7.5): a é", report.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("10 documents (94 bytes): 2 kept (20 bytes), 8 dropped (64 bytes), 10 bytes removed by edits", report.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("<td style=\"text-align:right\">4</td>", report.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ToJson_ReadBack_GivesAnEqualReport()
    {
        DropReport report = await Report(new DropReportFit { Input = Input() });
        DropReport read = DropReport.FromJson(report.ToJson());
        Assert.Equal(report.ToJson(), read.ToJson());
        Assert.Equal(report.Fingerprint, read.Fingerprint);
        Assert.Throws<InvalidDataException>(() => DropReport.FromJson("{}"));
        Assert.Throws<InvalidDataException>(() => DropReport.FromJson(report.ToJson().Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FromDrops_NothingDropped_IsEmpty()
    {
        CurationRun run = folder.Run();
        Corpus clean = await RunFolder.Documents(3).Pipe(new FakeFilter(_ => StageResult.Keep)).DropsTo("dropped").WriteJsonlAsync("clean", run);
        Corpus drops = Corpus.FromDrops(run.Reports[^1], "dropped");
        Assert.Empty(await RunFolder.Read(drops, run));
        DropReport report = await Corpus.Concat(clean, drops).FitAsync(new DropReportFit(), run);
        Assert.Equal((3, 0), (report.KeptDocuments, report.DroppedDocuments));
        Assert.DoesNotContain("measured", report.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DropReportFit { Examples = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DropReportFit { ExcerptLength = 0 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WritesDrops_AllKindsOfStages_IsTrueWithDropsTo(bool writes)
    {
        List<bool> seen = [];
        var filter = new ContextFilter(context => seen.Add(context.WritesDrops));
        Corpus corpus = RunFolder.Documents(2).Pipe(filter);
        await (writes ? corpus.DropsTo("dropped") : corpus).WriteJsonlAsync("out", folder.Run());
        Assert.Equal([writes, writes], seen);
    }

    public void Dispose() => folder.Dispose();

    private static Corpus Input() => Corpus.FromDocuments(((string[])["1234", "a\n é\t", "12345678", "12 45", "12345678", "12345678901 ", "12345678", "12345",
        "12345678901 ", "12345678901234567890123456"]).Select((text, i) => new Document($"d{i}", text)));

    private async Task<DropReport> Report(DropReportFit fit)
    {
        CurationRun run = folder.Run();
        Corpus first = await Input().Pipe(new Short()).Pipe(new FakeTransform((document, _) => StageResult.Replace(document.WithText(document.Text[..^2]))))
            .DropsTo("dropped").WriteJsonlAsync("first", run);
        RunReport one = run.Reports[^1];
        Corpus second = await first.Pipe(new FakeFilter(document => document.Text.Length < 8 ? StageResult.Drop("x") : StageResult.Keep))
            .DropsTo("dropped").WriteJsonlAsync("second", run);
        return await Corpus.Concat(second, Corpus.FromDrops(one, "dropped"), Corpus.FromDrops(run.Reports[^1], "dropped")).FitAsync(fit, run);
    }

    private sealed class Short : DocumentFilter
    {
        protected internal override StageResult Evaluate(Document document, StageContext context)
        {
            int length = document.Utf8Text.Length;
            if (length > 20) return StageResult.Drop("long");
            return length >= 7.5 ? StageResult.Keep : StageResult.Drop("short", document.Edit().Set(DropAnnotations.Measure, "length")
                .Set(DropAnnotations.Value, length).Set(DropAnnotations.Limit, 7.5).Build());
        }

        protected internal override void Describe(FingerprintWriter writer) => writer.Add("version", 1);
    }

    private sealed class ContextFilter(Action<StageContext> look) : DocumentFilter
    {
        protected internal override StageResult Evaluate(Document document, StageContext context)
        {
            look(context);
            return StageResult.Keep;
        }

        protected internal override void Describe(FingerprintWriter writer) => writer.Add("version", 1);
    }
}

public sealed class DropReportConformanceTests : CorpusFitConformance<DropReport>
{
    protected override CorpusFit<DropReport> Create() => new DropReportFit();

    protected override CorpusFit<DropReport> CreateOther() => new DropReportFit { Input = RunFolder.Documents(5) };

    protected override string Fingerprint(DropReport artifact) => artifact.Fingerprint;
}
