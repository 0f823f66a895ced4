using System.Reflection;
using DataCuration.TestKit;

namespace DataCuration.Tabular.Tests;

public sealed class TabularCorpusTests : IDisposable
{
    private static readonly AnnotationKey<int> Number = new("n");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_SeveralShardsAndFiles_GivesACorpusOverThem(bool csv)
    {
        var run = new CurationRun(new RunOptions { WorkDirectory = folder.FullPath });
        Document[] documents = [.. Enumerable.Range(0, 50).Select(i => new Document($"d{i}", $"text, {i}").With(Number, i))];
        Corpus corpus = Corpus.Concat(Corpus.FromDocuments(documents[..20]), Corpus.FromDocuments(documents[20..]))
            .Where(document => document.Get(Number) != 7);
        Corpus written = await Write(corpus, csv, run, "out");
        List<Document> read = await written.AsAsyncEnumerable(run, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(documents.Where((_, i) => i != 7).Select((document, i) => (document.Id, document.Text, document.Get(Number))),
            read.Select(document => (document.Id, document.Text, document.Get(Number))));
        Assert.True(Directory.GetFiles(folder["out"], csv ? "*.csv" : "*.parquet").Length > 2);
        Assert.Equal(49, run.Reports[^1].Kept);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_NothingKept_GivesAnEmptyCorpus(bool csv)
    {
        var run = new CurationRun(new RunOptions { WorkDirectory = folder.FullPath });
        Corpus written = await Write(Corpus.FromDocuments([new Document("a", "a")]).Where(document => false), csv, run, "out");
        Assert.Empty(await written.AsAsyncEnumerable(run, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    private static Task<Corpus> Write(Corpus corpus, bool csv, CurationRun run, string to) => csv
        ? corpus.WriteCsvAsync(to, run, new CsvWriteOptions { TextColumn = "body", IdColumn = "key", Delimiter = ';', MaxFileBytes = 200 },
            TestContext.Current.CancellationToken)
        : corpus.WriteParquetAsync(to, run, new ParquetWriteOptions { TextColumn = "body", IdColumn = "key", MaxFileBytes = 200 },
            TestContext.Current.CancellationToken);

    [Fact]
    public void Terminals_TakeTheRunThenOptionsThenTheCancellationToken()
    {
        ParameterInfo[][] terminals = [.. typeof(TabularCorpus).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.GetParameters())
            .Where(parameters => parameters.Any(parameter => parameter.ParameterType == typeof(CurationRun)))];
        Assert.Equal(3, terminals.Length);
        foreach (ParameterInfo[] parameters in terminals)
        {
            int run = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CurationRun));
            Assert.Equal(typeof(CancellationToken), parameters[^1].ParameterType);
            Assert.All(parameters[..run], parameter => Assert.DoesNotContain("Options", parameter.ParameterType.Name, StringComparison.Ordinal));
            Assert.All(parameters[(run + 1)..^1], parameter => Assert.EndsWith("WriteOptions", parameter.ParameterType.Name, StringComparison.Ordinal));
        }
    }
}
