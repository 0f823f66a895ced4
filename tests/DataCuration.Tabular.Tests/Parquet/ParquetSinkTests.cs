using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tabular.Tests;

public sealed class ParquetSinkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ParquetCompression.Zstd, "ZSTD")]
    [InlineData(ParquetCompression.Snappy, "SNAPPY")]
    [InlineData(ParquetCompression.Gzip, "GZIP")]
    [InlineData(ParquetCompression.None, "UNCOMPRESSED")]
    public async Task Write_Documents_AreReadByDuckDb(ParquetCompression compression, string codec)
    {
        Document[] documents = [.. Enumerable.Range(0, 500).Select(i => new Document($"d{i}", $"text é {i}").Edit()
            .Set("flag", AnnotationValue.FromBoolean(i % 2 == 0)).Set("n", i % 3 == 0 ? AnnotationValue.Null : AnnotationValue.FromInteger(i))
            .Set("score", AnnotationValue.FromNumber(i * 0.25)).Set("label", i == 2 ? AnnotationValue.Null : AnnotationValue.FromString($"l{i % 4}"))
            .Set("json", AnnotationValue.FromJson("[1,2]"u8.ToArray())).Build())];
        string[] files = await FolderOutput.WriteAsync(
            new ParquetSink(new ParquetWriteOptions { Compression = compression, MaxRowGroupRows = 200 }), folder.FullPath, documents);
        Assert.Equal(["part-00003.parquet"], files);
        string path = folder[files[0]];
        Assert.Equal(["d0|text é 0|True|[1,2]|l0|∘|0", "d1|text é 1|False|[1,2]|l1|1|0.25", "d2|text é 2|True|[1,2]|∘|2|0.5"],
            Duck.Query($"SELECT * FROM '{path}' ORDER BY score LIMIT 3"));
        Assert.Equal(["500|31187.50"], Duck.Query($"SELECT count(*), sum(score)::DECIMAL(10, 2) FROM '{path}'"));
        Assert.Equal(["id|VARCHAR", "text|VARCHAR", "flag|BOOLEAN", "json|VARCHAR", "label|VARCHAR", "n|BIGINT", "score|DOUBLE"],
            Duck.Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{path}')"));
        Assert.Equal(["3"], Duck.Query($"SELECT num_row_groups FROM parquet_file_metadata('{path}')"));
        Assert.Equal([codec], Duck.Query($"SELECT DISTINCT compression FROM parquet_metadata('{path}')"));
    }

    [Fact]
    public void WriteThenRead_AnyDocuments_AreTheSame()
    {
        Gen<string> text = Gen.OneOf<char>(Gen.Char['\0', '\u007f'], Gen.Char['\u0080', '\ud7ff']).Array[0, 30].Select(characters => new string(characters));
        Gen<AnnotationValue> number = Gen.OneOf<AnnotationValue>(Gen.Double.Select(AnnotationValue.FromNumber), Gen.Const(AnnotationValue.Null));
        Gen.Select(text.Where(id => id.Length > 0), text, number, Gen.Long, text).Array[1, 20].Sample(
            rows =>
            {
                using var temporary = new TemporaryFolder();
                Document[] written = [.. rows.Select(row => new Document(row.Item1, row.Item2).Edit()
                    .Set("a", row.Item3).Set("b", AnnotationValue.FromInteger(row.Item4)).Set("c", AnnotationValue.FromString(row.Item5)).Build())];
                var options = new ParquetWriteOptions
                {
                    MaxRowGroupRows = 6,
                    Columns = [new("a", AnnotationKind.Number), new("b", AnnotationKind.Integer), new("c", AnnotationKind.String)],
                };
                string[] files = FolderOutput.WriteAsync(new ParquetSink(options), temporary.FullPath, written).Result;
                SourceContent read = SourceContent.ReadAsync(new ParquetSource(temporary[files[0]])).Result;
                Assert.Equal(written.Select(Show), read.Documents.Select(Show));
            },
            iter: 60);
        static string Show(Document document) =>
            $"{document.Id}|{document.Text}|{string.Join('|', document.ListFields().Select(field => $"{field.Key}={field.Value.Kind}:{field.Value}"))}";
    }

    [Fact]
    public async Task Write_AnyBatching_GivesSameBytes()
    {
        Document[] documents =
            [.. Enumerable.Range(0, 3000).Select(i => new Document($"{i}", $"text {i * 7919L % 1000}").With(new AnnotationKey<int>("n"), i % 50))];
        var sink = new ParquetSink(new ParquetWriteOptions { MaxRowGroupRows = 700 });
        await FolderOutput.WriteAsync(sink, folder["a"], documents, batch: 1);
        await FolderOutput.WriteAsync(sink, folder["b"], documents, batch: 1000);
        Assert.Equal(File.ReadAllBytes(folder["a/part-00003.parquet"]), File.ReadAllBytes(folder["b/part-00003.parquet"]));
    }

    [Fact]
    public async Task Write_MaxBytes_BoundsRowGroupsAndFiles()
    {
        Document[] documents = [.. Enumerable.Range(0, 60).Select(i => new Document($"{i:D2}", new string('x', i == 30 ? 900 : 98)))];
        var options = new ParquetWriteOptions { MaxRowGroupBytes = 250, MaxFileBytes = 1000 };
        string[] files = await FolderOutput.WriteAsync(new ParquetSink(options), folder.FullPath, documents);
        Assert.Equal(Enumerable.Range(0, files.Length).Select(i => $"part-00003-{i:D4}.parquet"), files);
        Assert.Equal(7, files.Length);
        SourceContent read = await SourceContent.ReadAsync(new ParquetSource(folder["*.parquet"]));
        Assert.Equal(documents.Select(document => document.Id), read.Documents.Select(document => document.Id));
        Assert.Equal(["10|2"], Duck.Query(
            $"SELECT num_rows, (SELECT max(row_group_num_rows) FROM parquet_metadata('{folder[files[0]]}')) FROM parquet_file_metadata('{folder[files[0]]}')"));
    }

    [Fact]
    public async Task Write_FieldThatComesLate_IsRefusedByName()
    {
        Document[] documents = [new("a", "1"), new("b", "2"), new Document("c", "3").With(new AnnotationKey<int>("late"), 5)];
        var sink = new ParquetSink(new ParquetWriteOptions { MaxRowGroupRows = 2 });
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => FolderOutput.WriteAsync(sink, folder.FullPath, documents));
        Assert.Contains("'c'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'late'", exception.Message, StringComparison.Ordinal);
        string[] files = await FolderOutput.WriteAsync(
            new ParquetSink(new ParquetWriteOptions { MaxRowGroupRows = 2, Columns = [new("late", AnnotationKind.Integer)] }), folder["declared"], documents);
        Assert.Equal(["a|1|∘", "b|2|∘", "c|3|5"], Duck.Query($"SELECT * FROM '{folder["declared/" + files[0]]}' ORDER BY id"));
    }

    [Fact]
    public async Task Write_ValueOfAnotherKind_IsRefusedByName()
    {
        var key = new AnnotationKey<string>("n");
        var sink = new ParquetSink(new ParquetWriteOptions { Columns = [new("n", AnnotationKind.Integer)] });
        var exception = await Assert.ThrowsAsync<InvalidDataException>(
            () => FolderOutput.WriteAsync(sink, folder.FullPath, [new Document("a", "1").With(key, "many")]));
        Assert.Contains("'many'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_IntegersAndNumbersMixed_BecomeNumbers()
    {
        Document[] documents = [new Document("a", "1").With(new AnnotationKey<int>("n"), 1), new Document("b", "2").With(new AnnotationKey<double>("n"), 0.5)];
        string[] files = await FolderOutput.WriteAsync(new ParquetSink(), folder.FullPath, documents);
        Assert.Equal(["a|1|1", "b|2|0.5"], Duck.Query($"SELECT * FROM '{folder[files[0]]}' ORDER BY id"));
    }

    [Fact]
    public async Task Write_NoDocuments_MakesNoFile() => Assert.Empty(await FolderOutput.WriteAsync(new ParquetSink(), folder.FullPath, []));

    [Fact]
    public void Options_BadValues_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new ParquetSink(new ParquetWriteOptions { Columns = [new("text", AnnotationKind.String)] }));
        Assert.Throws<ArgumentException>(() =>
            new ParquetSink(new ParquetWriteOptions { Columns = [new("a", AnnotationKind.String), new("a", AnnotationKind.Integer)] }));
        Assert.Throws<ArgumentException>(() => new TabularColumn("a", AnnotationKind.Null));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParquetWriteOptions { MaxRowGroupRows = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParquetWriteOptions { MaxFileBytes = 0 });
    }
}
