using System.Text;
using System.Text.Json;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tests.Formats.Jsonl;

public sealed class JsonlSinkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Write_Document_HasIdTextThenFieldsInOrder()
    {
        Document document = new Document("i\"1", "Grüße\t\u0001\u007f😀\\").Edit()
            .Set("z", AnnotationValue.FromInteger(-5)).Set("b", AnnotationValue.FromBoolean(true)).Set("n", AnnotationValue.Null)
            .Set("json", AnnotationValue.FromJson("[1,\r\n {\"a\":NaN}]"u8.ToArray())).Set("s", AnnotationValue.FromString("é\n")).Build();
        Assert.Equal("""{"id":"i\"1","text":"Grüße\t\u0001""" + "\u007f"
            + """😀\\","b":true,"json":[1,   {"a":NaN}],"n":null,"s":"é\n","z":-5}""" + "\n", await WriteOne(document));
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1e20, "1E+20")]
    [InlineData(5e-324, "5E-324")]
    [InlineData(123456789012345680.0, "1.2345678901234568E+17")]
    [InlineData(double.NaN, "null")]
    [InlineData(double.NegativeInfinity, "null")]
    public async Task Write_Number_IsShortestThatReadsBackAlike(double value, string expected) =>
        Assert.Equal($"{{\"id\":\"a\",\"text\":\"\",\"x\":{expected}}}\n", await WriteOne(new Document("a", "").With(new AnnotationKey<double>("x"), value)));

    [Fact]
    public async Task Write_FieldsNamedLikeIdOrText_GiveWay()
    {
        Document document =
            (await Read("""{"key":"k","content":"c","text":"other","id":5,"x":1}""", new JsonlReadOptions { TextField = "content", IdField = "key" }))[0];
        Assert.Equal("{\"id\":\"k\",\"text\":\"c\",\"x\":1}\n", await WriteOne(document));
    }

    [Fact]
    public async Task Write_DocumentWithoutId_GetsTheHash()
    {
        Document document = (await Read("""{"text":"c"}"""))[0];
        Assert.Equal($"{{\"id\":\"{new Document(null, "c").Id}\",\"text\":\"c\"}}\n", await WriteOne(document));
    }

    [Fact]
    public async Task Write_RecordFields_KeepValuesThatNoNumberHolds()
    {
        string fields = "\"hash\":18446744073709551615,\"tiny\":1e-400,\"huge\":1e400,\"deep\":{\"a\": [1, 2]},\"zero\":-0,\"f\":2.50";
        Document document = (await Read($"{{\"text\":\"c\",\"id\":\"i\",{fields}}}"))[0];
        Assert.Equal(
            $"{{\"id\":\"i\",\"text\":\"c\",\"hash\":18446744073709551615,\"tiny\":0.0,\"huge\":1e400,\"deep\":{{\"a\": [1, 2]}},\"zero\":-0.0,\"f\":2.5}}\n",
            await WriteOne(document));
    }

    [Fact]
    public async Task Write_CopyUnmodified_KeepsTheRecordsBytes()
    {
        string[] lines = ["""{ "text" :"a\u00e9", "n": 1.50, "id":3}""", """{"text":"b","id":"x"}"""];
        IReadOnlyList<Document> documents = await Read(string.Join("\r\n", lines) + "\r\n");
        var options = new JsonlWriteOptions { CopyUnmodifiedRecords = true };
        string[] files = await FolderOutput.WriteAsync(new JsonlSink(options), folder.FullPath,
            [documents[0], documents[1].WithText("new"), documents[1], new Document("m", "made")]);
        Assert.Equal($"{lines[0]}\n{{\"id\":\"x\",\"text\":\"new\"}}\n{lines[1]}\n{{\"id\":\"m\",\"text\":\"made\"}}\n", File.ReadAllText(folder[files[0]]));
    }

    [Fact]
    public void WriteThenRead_AnyDocument_IsTheSame()
    {
        Gen<string> text = Gen.OneOf<char>(Gen.Char['\0', '\u007f'], Gen.Char['a', 'z'], Gen.Char['\u0080', '\ud7ff']).Array[0, 60]
            .Select(characters => new string(characters));
        Gen<AnnotationValue> value = Gen.OneOf<AnnotationValue>(
            Gen.Long.Select(AnnotationValue.FromInteger),
            Gen.Double.Where(double.IsFinite).Select(AnnotationValue.FromNumber),
            Gen.Bool.Select(AnnotationValue.FromBoolean),
            text.Select(AnnotationValue.FromString),
            Gen.Const(AnnotationValue.Null),
            text.Select(content => AnnotationValue.FromJson(JsonSerializer.SerializeToUtf8Bytes(new[] { content }))));
        Gen<(string Name, AnnotationValue Value)[]> fields = Gen.Select(text.Where(name => !string.IsNullOrWhiteSpace(name)), value).Array[0, 5];
        Gen.Select(text.Where(id => id.Length > 0), text, fields).Array[1, 12].Sample(
            documents =>
            {
                using var temporary = new TemporaryFolder();
                Document[] written = [.. documents.Select(document =>
                {
                    DocumentEditor editor = new Document(document.Item1, document.Item2).Edit();
                    foreach ((string name, AnnotationValue annotation) in document.Item3)
                        if (name is not ("id" or "text")) editor.Set(name, annotation);
                    return editor.Build();
                })];
                string[] files = FolderOutput.WriteAsync(new JsonlSink(), temporary.FullPath, written).Result;
                SourceContent read = SourceContent.ReadAsync(new JsonlSource(temporary[files[0]])).Result;
                Assert.Empty(read.Faults);
                Assert.Equal(written.Select(Show), read.Documents.Select(Show));
                // Writing what was read gives the same bytes.
                FolderOutput.WriteAsync(new JsonlSink(), temporary["again"], read.Documents, batch: 3).Wait();
                Assert.Equal(File.ReadAllBytes(temporary[files[0]]), File.ReadAllBytes(temporary["again/" + files[0]]));
                foreach (string line in File.ReadAllText(temporary[files[0]]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    JsonDocument.Parse(line).Dispose();
            },
            iter: 200);
        static string Show(Document document) =>
            $"{document.Id}|{document.Text}|{string.Join('|', document.ListFields().Select(field => $"{field.Key}={field.Value.Kind}:{field.Value}"))}";
    }

    [Theory]
    [InlineData(FileCompression.None, "part-00003-0000.jsonl")]
    [InlineData(FileCompression.Gzip, "part-00003-0000.jsonl.gz")]
    [InlineData(FileCompression.Zstd, "part-00003-0000.jsonl.zst")]
    public async Task Write_MaxFileBytes_CutsAtRecords(FileCompression compression, string firstName)
    {
        Document[] documents = [.. Enumerable.Range(0, 50).Select(i => new Document($"{i}", new string('x', i == 20 ? 500 : i)))];
        string[] files = await FolderOutput.WriteAsync(
            new JsonlSink(new JsonlWriteOptions { MaxFileBytes = 200, Compression = compression }), folder.FullPath, documents);
        Assert.Equal(firstName, files[0]);
        Assert.Equal(files.Order(StringComparer.Ordinal), files);
        var all = new List<string>();
        foreach (string file in files)
        {
            IReadOnlyList<Document> read = (await SourceContent.ReadAsync(new JsonlSource(folder[file]))).Documents;
            all.AddRange(read.Select(document => document.Id));
            Assert.True(read.Count == 1 || read.Sum(document => 20 + document.Id.Length + document.Text.Length) <= 200);
        }
        Assert.Equal(documents.Select(document => document.Id), all);
        Assert.True(files.Length > 10);
    }

    [Theory]
    [InlineData(FileCompression.None, "part-00003.jsonl")]
    [InlineData(FileCompression.Gzip, "part-00003.jsonl.gz")]
    [InlineData(FileCompression.Zstd, "part-00003.jsonl.zst")]
    public async Task Write_AnyBatching_GivesSameBytes(FileCompression compression, string name)
    {
        Document[] documents = [.. Enumerable.Range(0, 3000).Select(i => new Document($"{i}", $"text {i * 7919L % 1000} of {i}"))];
        var sink = new JsonlSink(new JsonlWriteOptions { Compression = compression });
        Assert.Equal([name], await FolderOutput.WriteAsync(sink, folder["a"], documents, batch: 1));
        await FolderOutput.WriteAsync(sink, folder["b"], documents, batch: 1000);
        Assert.Equal(File.ReadAllBytes(folder["a/" + name]), File.ReadAllBytes(folder["b/" + name]));
        Assert.Equal(3000, (await SourceContent.ReadAsync(new JsonlSource(folder["a/" + name]))).Documents.Count);
    }

    [Fact]
    public async Task Write_NoDocuments_MakesNoFile() => Assert.Empty(await FolderOutput.WriteAsync(new JsonlSink(), folder.FullPath, []));

    [Fact]
    public async Task Write_BrokenJsonAnnotation_NamesDocumentAndField()
    {
        Document document = new Document("doc-7", "t").Edit().Set("extra", AnnotationValue.FromJson("{oops}"u8.ToArray())).Build();
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => WriteOne(document));
        Assert.Contains("doc-7", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'extra'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_BadValues_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new JsonlSink(new JsonlWriteOptions { IdField = "text" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new JsonlWriteOptions { MaxFileBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new JsonlSink(new JsonlWriteOptions { Compression = FileCompression.Gzip, CompressionLevel = 22 }));
    }

    [Fact]
    public void Describe_EveryOption_ChangesTheFingerprint()
    {
        JsonlWriteOptions[] options =
        [
            new(), new() { TextField = "t" }, new() { IdField = "i" }, new() { Compression = FileCompression.Zstd },
            new() { Compression = FileCompression.Zstd, CompressionLevel = 3 },
            new() { MaxFileBytes = 1 }, new() { CopyUnmodifiedRecords = true },
        ];
        Assert.Equal(options.Length, options.Select(option =>
        {
            var writer = new FingerprintWriter();
            new JsonlSink(option).Describe(writer);
            return writer.ToFingerprint();
        }).Distinct().Count());
    }

    private async Task<IReadOnlyList<Document>> Read(string content, JsonlReadOptions? options = null) =>
        (await SourceContent.ReadAsync(new JsonlSource(folder.Write("in.jsonl", content), options))).Documents;

    private async Task<string> WriteOne(Document document)
    {
        string[] files = await FolderOutput.WriteAsync(new JsonlSink(), folder.FullPath, [document]);
        return Encoding.UTF8.GetString(File.ReadAllBytes(folder[files[0]]));
    }
}
