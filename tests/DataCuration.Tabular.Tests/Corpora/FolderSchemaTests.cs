using System.Globalization;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tabular.Tests;

/// <summary>All files of a folder have the same columns, and no value is lost or refused because of a column.</summary>
public sealed class FolderSchemaTests : IDisposable
{
    private const int Records = 30_000;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("late")]
    [InlineData("mixed")]
    public async Task WriteParquet_FieldThatComesLate_IsAColumnOfEveryFile(string form)
    {
        string path = WritePool(form == "late" ? i => i > 20_000 ? $"{i}" : null : i => i > 29_000 ? $"\"s{i}\"" : $"{i}");
        using CurationRun run = NewRun();
        Corpus written = await Read(path).WriteParquetAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(Directory.GetFiles(folder["work/out"], "*.parquet").Length > 5);
        // Without union_by_name: DuckDB takes the schema of the first file for all.
        string last = form == "late" ? "k" : "CASE WHEN k LIKE 's%' THEN k END";
        Assert.Equal([form == "late" ? "30000|10000|20001|30000" : "30000|30000|1|s30000"],
            Duck.Query($"SELECT count(*), count(k), min(k), max({last}) FROM '{folder["work/out"]}/*.parquet'"));
        AssertSame(await Documents(Read(path), run), await Documents(written, run), kindsMatter: form == "late");
    }

    [Fact]
    public async Task WriteParquet_FieldBeyondTheSample_GoesToTheRest()
    {
        // The sample sees only the first documents of some shards after the stages.
        string path = WritePool(_ => null);
        using CurationRun run = NewRun();
        Corpus annotated = Read(path).Select(document => document.Origin.Record < 1_000 || int.Parse(document.Id, CultureInfo.InvariantCulture) % 7 != 0
            ? document
            : document.Edit().Set("rare", AnnotationValue.FromString("x" + document.Id))
                .Set("list", AnnotationValue.FromJson("[1, {\"a\": \"é\"}]"u8.ToArray())).Set("large", AnnotationValue.FromInteger(long.MaxValue)).Build());
        Corpus written = await annotated.WriteParquetAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["id|VARCHAR", "text|VARCHAR", "n|BIGINT", "other_fields|VARCHAR"],
            Duck.Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{folder["work/out"]}/*.parquet')"));
        List<Document> expected = await Documents(annotated, run);
        Assert.Contains(expected, document => document.TryGetValue("rare", out _));
        Assert.Equal([$"{expected.Count(document => document.TryGetValue("rare", out _))}|9223372036854775807"],
            Duck.Query($"SELECT count(other_fields), max((other_fields::JSON->>'large')::BIGINT) FROM '{folder["work/out"]}/*.parquet'"));
        AssertSame(expected, await Documents(written, run), kindsMatter: true);
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    public async Task Write_FieldWithAnEmptyName_GoesToTheRest(string format)
    {
        Corpus pool = Corpus.FromJsonl(folder.Write("in.jsonl", "{\"id\":\"1\",\"text\":\"a\",\"\":5}\n{\"id\":\"2\",\"text\":\"b\",\"m\":6}\n"));
        using CurationRun run = NewRun();
        await (format == "csv" ? pool.WriteCsvAsync("out", run, cancellationToken: TestContext.Current.CancellationToken)
            : pool.WriteParquetAsync("out", run, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(["1|NULL|{\"\":5}", "2|6|NULL"],
            Duck.Query($"SELECT id, coalesce(m::VARCHAR, 'NULL'), coalesce(other_fields, 'NULL') FROM '{folder["work/out"]}/*.{format}' ORDER BY id"));
        if (format == "parquet")
            AssertSame(await Documents(pool, run), await Documents(Corpus.FromParquet(folder["work/out/*.parquet"]), run), kindsMatter: true);
        Assert.Equal(5L, (await pool.ToDataFrameAsync(2, run, TestContext.Current.CancellationToken))[""][0]);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(126, true)]
    [InlineData(0, false)]
    public async Task WriteParquet_DeepOrPythonJsonWithoutAColumn_GoesToTheRest(int depth, bool isJson)
    {
        // More fields than columns: the rare one has none.
        string value = isJson ? new string('[', depth) + new string(']', depth) : "[NaN,-Infinity]";
        string many = string.Concat(Enumerable.Range(0, 2_002).Select(i => $"{{\"id\":\"{i}\",\"text\":\"a\",\"k{i / 2}\":{i}}}\n"));
        Corpus pool = Corpus.FromJsonl(folder.Write("in.jsonl", $"{many}{{\"id\":\"deep\",\"text\":\"a\",\"rare\":{value}}}\n"));
        using CurationRun run = NewRun();
        Corpus written = await pool.WriteParquetAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        Document read = (await Documents(written, run)).Single(document => document.Id == "deep");
        Assert.True(read.TryGetValue("rare", out AnnotationValue rare));
        Assert.Equal((isJson ? AnnotationKind.Json : AnnotationKind.String, value), (rare.Kind, rare.AsString()));
    }

    [Fact]
    public async Task WriteParquet_LongIntegersBesideNumbers_KeepTheirDigits()
    {
        string path = WritePool(i => i % 2 == 0 ? "0.5" : "9007199254740993");
        using CurationRun run = NewRun();
        Corpus written = await Read(path).WriteParquetAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["0.5|15000", "9007199254740993|15000"],
            Duck.Query($"SELECT k::VARCHAR, count(*) FROM '{folder["work/out"]}/*.parquet' GROUP BY ALL ORDER BY ALL"));
        AssertSame(await Documents(Read(path), run), await Documents(written, run), kindsMatter: false);
    }

    [Fact]
    public async Task WriteParquet_ShortIntegersBesideNumbers_AreNumbers()
    {
        string path = WritePool(i => i % 2 == 0 ? "0.5" : "3");
        using CurationRun run = NewRun();
        await Read(path).WriteParquetAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["DOUBLE|52500"], Duck.Query($"SELECT typeof(any_value(k)), sum(k)::BIGINT FROM '{folder["work/out"]}/*.parquet'"));
    }

    [Fact]
    public async Task WriteParquet_ValueThatNoColumnHolds_KeepsItsKindInTheRest()
    {
        string path = WritePool(i => $"{i}");
        using CurationRun run = NewRun();
        Corpus changed = Read(path).Select(document => document.Origin.Record < 1_000 ? document
            : document.Edit().Set("k", int.Parse(document.Id, CultureInfo.InvariantCulture) % 2 == 0 ? AnnotationValue.FromString("even")
                : AnnotationValue.FromNumber(0.25)).Build());
        Corpus written = await changed.WriteParquetAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        List<Document> read = await Documents(written, run);
        AssertSame(await Documents(changed, run), read, kindsMatter: true);
        Assert.Contains(read, document => document.TryGetValue("k", out AnnotationValue value) && value == AnnotationValue.FromString("even"));
    }

    [Fact]
    public async Task WriteCsv_FieldsBeyondTheSample_GoToTheRest()
    {
        string path = WritePool(_ => null);
        using CurationRun run = NewRun();
        Corpus annotated = Read(path).Select(document => document.Origin.Record < 1_000 ? document
            : document.Edit().Set("rare", AnnotationValue.FromInteger(5)).Build());
        await annotated.WriteCsvAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(Directory.GetFiles(folder["work/out"], "*.csv"), file => Assert.Equal("id,text,n,other_fields", File.ReadLines(file).First()));
        Assert.Contains(Duck.Query($"SELECT DISTINCT other_fields FROM read_csv('{folder["work/out"]}/*.csv', header = true)"), row => row == "{\"rare\":5}");
    }

    [Fact]
    public async Task WriteParquet_FieldNamedAsTheRest_GivesTheRestAnotherName()
    {
        string path = folder.Write("a.jsonl", "{\"id\":\"1\",\"text\":\"a\",\"other_fields\":{\"x\":1}}\n");
        using CurationRun run = NewRun();
        Corpus written = await Read(path).WriteParquetAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["other_fields", "other_fields_2"],
            Duck.Query($"SELECT column_name FROM (DESCRIBE SELECT * FROM '{folder["work/out"]}/*.parquet')").Skip(2));
        Assert.Equal("{\"x\":1}", Assert.Single(await Documents(written, run)).ListFields().Single(field => field.Key == "other_fields").Value.AsString());
    }

    [Fact]
    public async Task WriteParquet_Again_ReusesTheWork()
    {
        string path = WritePool(i => i > 20_000 ? "1" : null);
        using (CurationRun run = NewRun()) await Read(path).WriteParquetAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        DateTime[] before = Times();
        using (CurationRun run = NewRun()) await Read(path).WriteParquetAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(before, Times());

        DateTime[] Times() => [.. Directory.GetFiles(folder["work/out"], "*.parquet").Order(StringComparer.Ordinal).Select(File.GetLastWriteTimeUtc)];
    }

    [Fact]
    public async Task Write_DeclaredNumberThatWouldLoseDigits_IsRefusedByName()
    {
        var sink = new ParquetSink(new ParquetWriteOptions { Columns = [new("n", AnnotationKind.Number)] });
        Document document = new Document("a", "1").Edit().Set("n", AnnotationValue.FromInteger(9007199254740993)).Build();
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => FolderOutput.WriteAsync(sink, folder["declared"], [document]));
        Assert.Contains("Document 'a': field 'n' is Integer '9007199254740993'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("as String", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SampleFields_SourceAndStages_GivesNamesKindsAndCounts()
    {
        string path = WritePool(i => i > 29_999 ? "\"last\"" : null);
        using CurationRun run = NewRun();
        Corpus corpus = Read(path).Select(document => document.With(new AnnotationKey<double>("score"), 0.5));
        IReadOnlyList<CorpusField> fields = await corpus.SampleFieldsAsync(run, TestContext.Current.CancellationToken);
        Assert.Equal([("n", AnnotationKind.Integer), ("k", AnnotationKind.String), ("score", AnnotationKind.Number)],
            fields.Select(field => (field.Name, field.Kind)));
        Assert.Equal(1, fields[1].Documents);
        Assert.InRange(fields[2].Documents, 64, 256);
    }

    private static void AssertSame(List<Document> expected, List<Document> actual, bool kindsMatter)
    {
        Assert.Equal(expected.Select(Show), actual.Select(Show));

        string Show(Document document)
        {
            var fields = document.ListFields().Where(field => field.Value.Kind != AnnotationKind.Null).OrderBy(field => field.Key, StringComparer.Ordinal)
                .Select(field => $"{field.Key}={(kindsMatter ? field.Value.Kind.ToString() : "")}:{field.Value}".Replace(" ", "", StringComparison.Ordinal));
            return $"{document.Id}|{document.Text}|{string.Join('|', fields)}";
        }
    }

    private static async Task<List<Document>> Documents(Corpus corpus, CurationRun run) =>
        await corpus.AsAsyncEnumerable(run, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private static Corpus Read(string path) =>
        Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 150_000 } }, path);

    private CurationRun NewRun() => new(new RunOptions { WorkDirectory = folder["work"] });

    private string WritePool(Func<int, string?> late)
    {
        var lines = new StringBuilder();
        for (int i = 1; i <= Records; i++)
        {
            string more = late(i) is { } value ? $",\"k\":{value}" : "";
            lines.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{i}\",\"text\":\"text {i}\",\"n\":{i}{more}}}\n");
        }
        return folder.Write("pool.jsonl", lines.ToString());
    }
}
