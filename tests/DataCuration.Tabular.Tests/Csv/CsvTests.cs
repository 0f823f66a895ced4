using System.Text;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tabular.Tests;

public sealed class CsvTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.csv", ',', null)]
    [InlineData("a.tsv", '\t', null)]
    [InlineData("a.txt", ';', ';')]
    public async Task Read_Rows_GiveDocuments(string name, char delimiter, char? option)
    {
        string content = "\uFEFFid,text,score,n,label\r\n1,\"a \"\"quoted\"\"\nline\",0.5,007,\r\n2,plain é,-3e2,12,true\n".Replace(',', delimiter);
        SourceContent read = await Read(name, content, new CsvReadOptions { Delimiter = option });
        Assert.Empty(read.Faults);
        Assert.Equal(["a \"quoted\"\nline", "plain é"], read.Documents.Select(document => document.Text));
        Assert.Equal(["1", "2"], read.Documents.Select(document => document.Id));
        Assert.Equal(["score=Number:0.5 n=String:007 label=Null:null", "score=Number:-300 n=Integer:12 label=Boolean:true"],
            read.Documents.Select(document => string.Join(' ', document.ListFields().Select(field => $"{field.Key}={field.Value.Kind}:{field.Value}"))));
        byte[] file = File.ReadAllBytes(folder[name]);
        Assert.StartsWith("2" + delimiter, Encoding.UTF8.GetString(file.AsSpan((int)read.Documents[1].Origin.Offset)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,b", "line 4 has 2 fields")]
    [InlineData("x,b,1,2", "line 4 has 4 fields")]
    [InlineData("x,\"b\"c,1", "line 4: text follows a closing quote")]
    [InlineData("x,b\"c,1", "line 4: an unquoted field contains a quote")]
    public async Task Read_MalformedRow_IsAFaultWithItsLine(string row, string inMessage)
    {
        string before = "id,text,n\n0,\"two\nlines\",1\n";
        SourceContent read = await Read("a.csv", before + row + "\n9,after,1\n");
        RecordFault fault = Assert.Single(read.Faults);
        Assert.Equal((RecordFaultReasons.MalformedRow, "a.csv", before.Length, row.Length), (fault.Reason, fault.Source, fault.Offset, fault.Length));
        Assert.Contains(inMessage, fault.Message, StringComparison.Ordinal);
        Assert.Equal(row, Encoding.UTF8.GetString(fault.Raw.Span));
        Assert.Equal([0L, 2L], read.Documents.Select(document => document.Origin.Record));
    }

    [Fact]
    public async Task Read_UnwantedMalformedRows_LeaveOthersAlone()
    {
        folder.Write("a.csv", "id,text\n" + string.Concat(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? $"{i},bad\"quote\n" : $"{i},good\n")));
        SourceContent read = await SourceContent.ReadAsync(new CsvSource(folder["a.csv"]), selection: record => record % 2 == 1);
        Assert.Empty(read.Faults);
        Assert.Equal(20, read.Documents.Count);
        Assert.Equal([40L], read.RecordsByShard);
    }

    [Fact]
    public async Task Read_LongRow_IsAFault()
    {
        SourceContent read = await Read("a.csv", $"id,text\n1,{new string('x', 998)}\n2,{new string('x', 999)}\n3,y\n", maxRecordBytes: 1000);
        Assert.Equal(["1", "3"], read.Documents.Select(document => document.Id));
        Assert.Equal((RecordFaultReasons.RecordTooLong, 1001L), (read.Faults[0].Reason, read.Faults[0].Length));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200_000)]
    public async Task Read_QuoteNeverClosed_Fails(int rest)
    {
        var exception = await Assert.ThrowsAsync<InvalidDataException>(
            () => Read("a.csv", "id,text\n1,a\n2,\"open\n" + string.Concat(Enumerable.Repeat("3,b\n", rest)), maxRecordBytes: 1000));
        Assert.Contains("never closed", exception.Message, StringComparison.Ordinal);
        Assert.Contains("a.csv", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_InvalidUtf8_IsAFault()
    {
        folder.Write("a.csv", [.. "id,text\n1,"u8, 0xff, .. "\n2,b\n"u8]);
        SourceContent read = await SourceContent.ReadAsync(new CsvSource(folder["a.csv"]));
        Assert.Equal(RecordFaultReasons.InvalidUtf8, Assert.Single(read.Faults).Reason);
        Assert.Equal("b", Assert.Single(read.Documents).Text);
    }

    [Theory]
    [InlineData("id,body\n1,a\n", "no column 'text'")]
    [InlineData("text,a,text\n1,2,3\n", "'text' twice. Name the columns differently in the file's first line.")]
    public async Task Read_BadHeader_Fails(string content, string inMessage)
    {
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => Read("a.csv", content));
        Assert.Contains(inMessage, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,text,n,n\n1,x,1,2\n", "n=1 n_2=2", "'n' more than once")]
    [InlineData("id,text,n,n,n_2,n\n1,x,1,2,3,4\n", "n=1 n_3=2 n_2=3 n_4=4", "'n_3'")]
    [InlineData(",text,n\n0,x,1\n", "column_1=0 n=1", "no name for column 1")]
    [InlineData("text,column_2,\nx,1,2\n", "column_2=1 column_3=2", "no name for column 3")]
    public async Task Read_ColumnsWithoutANameOfTheirOwn_AreNumberedWithAWarning(string content, string expected, string inWarning)
    {
        SourceContent read = await Read("a.csv", content);
        Assert.Equal(expected, string.Join(' ', Assert.Single(read.Documents).ListFields().Select(field => $"{field.Key}={field.Value}")));
        Assert.Contains(inWarning, read.Warnings[^1], StringComparison.Ordinal);
        Assert.Contains("'a.csv'", read.Warnings[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ManyColumnsOfTheSameName_AreNumbered()
    {
        // Before, each of them tried all numbers again: a header of 400 KB took minutes.
        const int Columns = 60_000;
        string path = folder.Write("a.csv", "text" + string.Concat(Enumerable.Repeat(",n", Columns)) + "\nx" + string.Concat(Enumerable.Repeat(",1", Columns)));
        Document document = Assert.Single((await SourceContent.ReadAsync(new CsvSource(path))).Documents);
        Assert.Equal(("n", $"n_{Columns}"), (document.ListFields().First().Key, document.ListFields().Last().Key));
    }

    [Fact]
    public async Task Read_TooManyColumns_AreRefused()
    {
        string path = folder.Write("a.csv", "text" + new string(',', 65_536) + "\n");
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(new CsvSource(path)));
        Assert.Contains("'a.csv': its header has 65537 columns; the limit is 65536", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_SharedCaseOfADuplicateHeader_KeepsBothValues()
    {
        SourceContent read = await SourceContent.ReadAsync(new CsvSource(SharedCases.Find("duphdr.csv")));
        Assert.Equal("n=1 n_2=2", string.Join(' ', Assert.Single(read.Documents).ListFields().Select(field => $"{field.Key}={field.Value}")));
        Assert.Single(read.Warnings);
    }

    [Theory]
    [InlineData("UTF-16", "is text in UTF-16 (little-endian), not CSV", "iconv -f UTF-16LE")]
    [InlineData("zip", "is a zip archive", "Save Office files as text or CSV")]
    [InlineData("parquet", "is a Parquet file, not CSV", "FromParquet")]
    [InlineData("jsonl", "is JSON lines, not CSV", "FromJsonl")]
    public async Task Read_OtherContent_IsNamedWithACure(string kind, string inMessage, string cure)
    {
        byte[] content = kind switch
        {
            "UTF-16" => [0xff, 0xfe, .. Encoding.Unicode.GetBytes("id\ttext\n1\tx\n")],
            "zip" => [.. "PK"u8, 3, 4, 20, 0, 0, 0],
            "parquet" => ParquetBytes.Write(1, ParquetBytes.Texts("text", "x")),
            _ => [.. "{\"text\": \"x\"}\n"u8],
        };
        folder.Write("a.csv", content);
        folder.Write("b.csv.gz", Gzip(content));
        foreach (string name in new[] { "a.csv", "b.csv.gz" })
        {
            var exception = await Assert.ThrowsAsync<InvalidDataException>(() => SourceContent.ReadAsync(new CsvSource(folder[name])));
            Assert.Contains($"'{name}' {inMessage}", exception.Message, StringComparison.Ordinal);
            Assert.Contains(cure, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Read_CompressedWithoutEnding_IsRead()
    {
        folder.Write("a.csv", Gzip("id,text\n1,x\n"u8.ToArray()));
        folder.Write("b.csv.gz", "id,text\n2,y\n");
        SourceContent read = await SourceContent.ReadAsync(new CsvSource(folder["*"]));
        Assert.Equal(["1 x", "2 y"], read.Documents.Select(document => $"{document.Id} {document.Text}"));
    }

    [Fact]
    public async Task Read_EmptyFileAndHeaderOnly_GiveNothing()
    {
        folder.Write("a.csv", "");
        folder.Write("b.csv", "id,text\n");
        folder.Write("c.csv", "text\nlast");
        SourceContent read = await SourceContent.ReadAsync(new CsvSource(folder["*.csv"]));
        Document document = Assert.Single(read.Documents);
        Assert.Equal(("last", false), (document.Text, document.HasOwnId));
        Assert.Contains("'a.csv' is empty", Assert.Single(read.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", AnnotationKind.Integer)]
    [InlineData("-12", AnnotationKind.Integer)]
    [InlineData("-0", AnnotationKind.Number)]
    [InlineData("1.50", AnnotationKind.Number)]
    [InlineData("1e5", AnnotationKind.Number)]
    [InlineData("1e999", AnnotationKind.String)]
    [InlineData("18446744073709551615", AnnotationKind.String)]
    [InlineData("01", AnnotationKind.String)]
    [InlineData("+1", AnnotationKind.String)]
    [InlineData("1.", AnnotationKind.String)]
    [InlineData(".5", AnnotationKind.String)]
    [InlineData("1e", AnnotationKind.String)]
    [InlineData("1 ", AnnotationKind.String)]
    [InlineData("NaN", AnnotationKind.String)]
    [InlineData("True", AnnotationKind.String)]
    [InlineData("false", AnnotationKind.Boolean)]
    [InlineData("", AnnotationKind.Null)]
    public async Task Read_Field_HasItsKind(string field, AnnotationKind kind)
    {
        Document document = Assert.Single((await Read("a.csv", $"text,x\na,{field}\n")).Documents);
        Assert.True(document.TryGetValue("x", out AnnotationValue value));
        Assert.Equal(kind, value.Kind);
        document = Assert.Single((await Read("a.csv", $"text,x\na,{field}\n", new CsvReadOptions { InferKinds = false })).Documents);
        Assert.True(document.TryGetValue("x", out value));
        Assert.Equal(field.Length == 0 ? AnnotationKind.Null : AnnotationKind.String, value.Kind);
    }

    [Theory]
    [InlineData(',', FileCompression.None, "part-00003.csv")]
    [InlineData('\t', FileCompression.Gzip, "part-00003.tsv.gz")]
    [InlineData(',', FileCompression.Zstd, "part-00003.csv.zst")]
    public void WriteThenRead_AnyTexts_AreTheSame(char delimiter, FileCompression compression, string name)
    {
        Gen<string> text = Gen.OneOf<char>(Gen.OneOf<char>([.. ",\t\"\r\n ;'"]), Gen.Char['\0', '\u007f'], Gen.Char['\u0080', '\ud7ff']).Array[0, 20]
            .Select(characters => new string(characters));
        Gen.Select(text.Where(id => id.Length > 0), text, text).Array[1, 12].Sample(
            rows =>
            {
                using var temporary = new TemporaryFolder();
                Document[] written = [.. rows.Select(row => new Document(row.Item1, row.Item2).With(new AnnotationKey<string>("a,\"b"), row.Item3))];
                var sink = new CsvSink(new CsvWriteOptions { Delimiter = delimiter, Compression = compression });
                Assert.Equal([name], FolderOutput.WriteAsync(sink, temporary.FullPath, written).Result);
                SourceContent read = SourceContent.ReadAsync(new CsvSource(temporary[name], new CsvReadOptions { InferKinds = false })).Result;
                Assert.Empty(read.Faults);
                Assert.Equal(written.Select(Show), read.Documents.Select(Show));
            },
            iter: 100);
        static string Show(Document document) => $"{document.Id}|{document.Text}|{document.ListFields().Single().Value.AsString() ?? ""}";
    }

    [Fact]
    public async Task Write_Documents_AreReadByDuckDb()
    {
        Document[] documents = [new Document("a", "x,\"y\"\nz").With(new AnnotationKey<double>("s"), 0.25),
            new Document("b", "é").With(new AnnotationKey<double>("s"), 2)];
        string[] files = await FolderOutput.WriteAsync(new CsvSink(), folder.FullPath, documents);
        Assert.Equal("id,text,s\na,\"x,\"\"y\"\"\nz\",0.25\nb,é,2\n", File.ReadAllText(folder[files[0]]));
        Assert.Equal(["a|x,\"y\"\nz|0.25", "b|é|2"], Duck.Query($"SELECT * FROM read_csv('{folder[files[0]]}', header = true) ORDER BY id"));
    }

    [Fact]
    public async Task Write_FieldThatComesLate_IsRefusedByName()
    {
        // The header has the fields of the shard's first 1,000 documents, for any batch size.
        Document late = new Document("b", "2").With(new AnnotationKey<int>("late"), 5);
        Document[] documents = [.. Enumerable.Repeat(new Document("a", "1"), 1_000), late];
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => FolderOutput.WriteAsync(new CsvSink(), folder.FullPath, documents, batch: 300));
        Assert.Contains("'late'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["part-00003.csv"], await FolderOutput.WriteAsync(new CsvSink(), folder["together"], [documents[0], late], batch: 1));
        Assert.Equal("id,text,late\na,1,\nb,2,5\n", File.ReadAllText(folder["together/part-00003.csv"]));
    }

    [Theory]
    [InlineData(1, FileCompression.None)]
    [InlineData(40, FileCompression.None)]
    [InlineData(40, FileCompression.Gzip)]
    public async Task Write_BoundedFiles_HaveHeadersAndStayBelowTheBound(long bound, FileCompression compression)
    {
        Document[] documents = [.. Enumerable.Range(0, 30).Select(i => new Document($"d{i}", new string('x', i % 7 == 6 ? 60 : i % 7)))];
        var sink = new CsvSink(new CsvWriteOptions { MaxFileBytes = bound, Compression = compression });
        string[] files = await FolderOutput.WriteAsync(sink, folder.FullPath, documents);
        Assert.Equal("part-00003-0000.csv" + (compression == FileCompression.Gzip ? ".gz" : ""), files[0]);
        Assert.InRange(files.Length, 8, 30);
        if (bound == 1) Assert.Equal(30, files.Length);
        if (compression == FileCompression.None)
        {
            foreach (string[] lines in files.Select(file => File.ReadAllLines(folder[file])))
            {
                Assert.Equal("id,text", lines[0]);
                Assert.True(lines.Length == 2 || lines.Sum(line => line.Length + 1) <= bound);
            }
        }
        SourceContent read = await SourceContent.ReadAsync(new CsvSource(folder["*.csv*"]));
        Assert.Equal(documents.Select(document => (document.Id, document.Text)), read.Documents.Select(document => (document.Id, document.Text)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CsvWriteOptions { MaxFileBytes = 0 });
    }

    [Fact]
    public void Options_BadDelimiters_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new CsvReadOptions { Delimiter = '"' });
        Assert.Throws<ArgumentException>(() => new CsvWriteOptions { Delimiter = '\n' });
        Assert.Throws<ArgumentException>(() => new CsvWriteOptions { Delimiter = 'é' });
    }

    private static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(memory, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return memory.ToArray();
    }

    private Task<SourceContent> Read(string name, string content, CsvReadOptions? options = null, int maxRecordBytes = 1 << 20)
    {
        folder.Write(name, content);
        return SourceContent.ReadAsync(new CsvSource(folder[name], options), maxRecordBytes);
    }
}
