using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

public sealed class FieldsFitTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, AnnotationKind> Values => new()
    {
        { "1 2", AnnotationKind.Integer },
        { "1 0.5", AnnotationKind.Number },
        { "9007199254740992 0.5", AnnotationKind.Number },
        { "9007199254740993 0.5", AnnotationKind.String },
        { "-9007199254740993 0.5", AnnotationKind.String },
        { "9007199254740993 1", AnnotationKind.Integer },
        { "true false", AnnotationKind.Boolean },
        { "true 1", AnnotationKind.String },
        { "\"a\" 1", AnnotationKind.String },
        { "[1] {}", AnnotationKind.Json },
        { "[1] \"a\"", AnnotationKind.String },
        { "null 1", AnnotationKind.Integer },
        { "null null", AnnotationKind.Null },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task SampleFields_ValuesOfAField_GiveAKindThatHoldsAll(string values, AnnotationKind expected)
    {
        folder.Inputs.Write("a.jsonl", string.Concat(values.Split(' ').Select(value => $"{{\"text\":\"x\",\"v\":{value}}}\n")));
        Corpus corpus = Corpus.FromJsonl(folder.Inputs["a.jsonl"]);
        CorpusField field = Assert.Single(await corpus.SampleFieldsAsync(folder.Run(), TestContext.Current.CancellationToken));
        Assert.Equal(("v", expected, 2L), (field.Name, field.Kind, field.Documents));
    }

    [Fact]
    public async Task SampleFields_SeveralSources_GivesTheFieldsOfAll()
    {
        folder.Inputs.Write("a.jsonl", "{\"text\":\"x\",\"a\":1,\"both\":1}\n");
        folder.Inputs.Write("b.jsonl", "{broken\n{\"text\":\"x\",\"b\":true,\"both\":0.5}\n");
        Corpus corpus = Corpus.Concat(Corpus.FromJsonl(folder.Inputs["a.jsonl"]), Corpus.FromJsonl(folder.Inputs["b.jsonl"]));
        // The broken record is the run's business: it does not stop the sample.
        IReadOnlyList<CorpusField> fields = await corpus.SampleFieldsAsync(folder.Run(), TestContext.Current.CancellationToken);
        Assert.Equal(["a Integer", "both Number", "b Boolean"], fields.Select(field => $"{field.Name} {field.Kind}"));
    }

    [Fact]
    public async Task SampleFields_DamagedOutputOfAnEarlierRun_IsMadeAgainFirst()
    {
        folder.Inputs.Write("a.jsonl", "{\"text\":\"x\",\"field\":1}\n");
        Corpus input = Corpus.FromJsonl(folder.Inputs["a.jsonl"]);
        await input.WriteJsonlAsync("clean", folder.Run());
        string written = Path.Combine(folder.Work, "clean", "part-00000.jsonl");
        File.WriteAllText(written, File.ReadAllText(written).Replace("field", "fjeld", StringComparison.Ordinal));
        CurationRun run = folder.Run();
        Corpus clean = await input.WriteJsonlAsync("clean", run);
        Assert.Equal("field", Assert.Single(await clean.SampleFieldsAsync(run, TestContext.Current.CancellationToken)).Name);
    }

    [Fact]
    public async Task SampleFields_KeysThatAreIds_GivesTheMostFrequentFields()
    {
        folder.Inputs.Write("a.jsonl", string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{{\"text\":\"x\",\"id-{i}\":1,\"kind\":{i % 2}}}\n")));
        CurationRun run = folder.Run();
        IReadOnlyList<CorpusField> fields = await Corpus.FromJsonl(folder.Inputs["a.jsonl"]).SampleFieldsAsync(run, TestContext.Current.CancellationToken);
        Assert.Equal(1_000, fields.Count);
        Assert.Contains(fields, field => field is { Name: "kind", Documents: 3_000 });
        Assert.Contains(run.Reports.SelectMany(report => report.Warnings),
            warning => warning.Message.Contains("1000 fields or more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SampleFields_StageThatMakesCalls_GetsFewRecordsAndNoneTheSecondTime()
    {
        int calls = 0;
        var stage = new FakeAsyncTransform((document, _) =>
        {
            Interlocked.Increment(ref calls);
            return ValueTask.FromResult(StageResult.Replace(document.With(new AnnotationKey<int>("rating"), 3)));
        });
        Corpus corpus = RunFolder.Documents(5_000).Pipe(stage);
        for (int i = 0; i < 2; i++)
        {
            IReadOnlyList<CorpusField> fields = await corpus.SampleFieldsAsync(folder.Run(), TestContext.Current.CancellationToken);
            Assert.Equal(["rating Integer"], fields.Select(field => $"{field.Name} {field.Kind}"));
            Assert.Equal(8, calls);
        }
    }

    [Fact]
    public void MergeKinds_NoValues_IsNull() => Assert.Equal(AnnotationKind.Null, CorpusField.MergeKinds([]));
}
