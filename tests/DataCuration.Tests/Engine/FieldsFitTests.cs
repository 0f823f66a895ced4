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
