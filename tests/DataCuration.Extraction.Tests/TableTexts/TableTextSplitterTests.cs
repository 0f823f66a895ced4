using System.Text;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Extraction.Tests.TableTexts;

public sealed class TableTextSplitterTests : IDisposable
{
    private const string Table = "| a | b |\n| - | - |\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n";

    private static readonly string[] Pieces = ["a", "b", "\"", "\"\"", ",", ";", "\n", "\r\n", "|", " ", "| - | - |\n", "x y", "😀", "\t"];

    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Split_LongTable_RepeatsHeaderAndContext()
    {
        var splitter = new TableTextSplitter { LinesPerDocument = 2 };
        Assert.Equal(["Before.\n\na: 1; b: 2\na: 3; b: 4\n\nAfter.", "Before.\n\na: 5; b: 6\n\nAfter."], await Texts(splitter, $"Before.\n\n{Table}\nAfter."));
        Assert.Equal(
            ["Before.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n\nAfter.", "Before.\n\n| a | b |\n| --- | --- |\n| 5 | 6 |\n\nAfter."],
            await Texts(new() { LinesPerDocument = 2, Style = TableTextStyle.Markdown }, $"Before.\n\n{Table}\nAfter."));
    }

    [Fact]
    public async Task Split_TwoTables_ShareTheTextBetween()
    {
        List<Document> documents = await Documents(new(), new Document("d", $"# One\n\n{Table}\nBetween.\n\n{Table}\nEnd."));
        Assert.Equal(["d#1", "d#2"], documents.Select(document => document.Id));
        Assert.Equal("# One\n\nOne | a: 1; b: 2\nOne | a: 3; b: 4\nOne | a: 5; b: 6\n\nBetween.", documents[0].Text);
        Assert.Equal("Between.\n\nOne | a: 1; b: 2\nOne | a: 3; b: 4\nOne | a: 5; b: 6\n\nEnd.", documents[1].Text);
        Assert.Equal([1, 2], documents.Select(document => document.Get(TableTextSplitter.TableNumber)));
        Assert.All(documents, document => Assert.Equal("d", document.Get(TableTextSplitter.SourceDocument)));
    }

    [Fact]
    public async Task Split_LongContext_IsCutBetweenWords()
    {
        string text = $"one two three four.\n\n{Table}\nfive six seven eight";
        Assert.StartsWith("three four.\n\na: 1", (await Texts(new() { ContextChars = 12 }, text))[0], StringComparison.Ordinal);
        Assert.EndsWith("\n\nfive six", (await Texts(new() { ContextChars = 12 }, text))[0], StringComparison.Ordinal);
        Assert.Equal("a: 1; b: 2\na: 3; b: 4\na: 5; b: 6", (await Texts(new() { ContextChars = 0 }, text))[0]);
        // Text without blanks is cut between code points.
        string pairs = string.Concat(Enumerable.Repeat("😀", 9));
        string cut = (await Texts(new() { ContextChars = 5 }, $"{pairs}\n\n{Table}\n{pairs}"))[0];
        Assert.StartsWith("😀😀\n\n", cut, StringComparison.Ordinal);
        Assert.EndsWith("\n\n😀😀", cut, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Split_ScriptWithoutSpaces_ReachesTheParagraphBeforeABlankLine()
    {
        string paragraph = string.Concat(Enumerable.Range(0, 60).Select(i => (char)('一' + i)));
        string text = (await Texts(new() { ContextChars = 20 }, $"{paragraph}\n\n表一。\n\n{Table}\n表二。\n\n{paragraph}"))[0];
        Assert.StartsWith($"{paragraph[^15..]}\n\n表一。\n\na: 1", text, StringComparison.Ordinal);
        Assert.EndsWith($"\n\n表二。\n\n{paragraph[..15]}", text, StringComparison.Ordinal);
        // A word of the paragraph before is not cut.
        Assert.StartsWith("four.\n\nfive.\n\na: 1", (await Texts(new() { ContextChars = 14 }, $"one three four.\n\nfive.\n\n{Table}"))[0],
            StringComparison.Ordinal);
        Assert.StartsWith("five.\n\na: 1", (await Texts(new() { ContextChars = 9 }, $"one three four.\n\nfive.\n\n{Table}"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Split_Limits_LeaveSmallTablesAndLateRowsOut()
    {
        Assert.Empty(await Texts(new() { MinRows = 4 }, Table));
        Assert.Empty(await Texts(new() { MinColumns = 3 }, Table));
        Assert.Empty(await Texts(new(), "no table"));
        Assert.Empty(await Texts(new(), ""));
        Assert.Empty(await Texts(new() { Linearizer = new() { MaxCells = 5 } }, Table));
        Assert.Equal(["a: 1; b: 2\na: 3; b: 4"], await Texts(new() { MaxRows = 2 }, Table));
        string csv = "n,name\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},x\n"));
        IReadOnlyList<string> texts = await Texts(new() { Format = TableTextFormat.Csv, MaxRows = 45 }, csv);
        Assert.Equal([20, 20, 5], texts.Select(text => text.Split('\n').Length));
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4", "a: 1; b: 2\na: 3; b: 4")]
    [InlineData("\uFEFFa;b\r\n1;2\r\n\r\n3;4\r\n", "a: 1; b: 2\na: 3; b: 4")]
    [InlineData("a\tb\n1\t2\n3\t4", "a: 1; b: 2\na: 3; b: 4")]
    [InlineData("a|b\n1|2\n3|4", "a: 1; b: 2\na: 3; b: 4")]
    [InlineData("\"a, b\",c\n\"1 \"\"x\"\"\",2\n\"3\n4\",5", "a, b: 1 \"x\"; c: 2\na, b: 3 4; c: 5")]
    [InlineData("a,b\n1\n3,4,5", "a: 1\na: 3; b: 4; 5")] // ragged
    [InlineData("a,b\n\"1,2\n3,4", "a: \"1; b: 2\na: 3; b: 4")] // a quote that does not close
    [InlineData("a,b\n1,\n3,", "a: 1\na: 3")]
    [InlineData("a,b\n\"1\"x,2\n3,4", "a: 1x; b: 2\na: 3; b: 4")]
    public async Task Split_Csv_IsRead(string text, string expected) => Assert.Equal([expected], await Texts(new() { Format = TableTextFormat.Csv }, text));

    [Fact]
    public async Task Split_CsvAsMarkdown_EscapesCellsAndPadsTheHeader()
    {
        var splitter = new TableTextSplitter { Format = TableTextFormat.Csv, Style = TableTextStyle.Markdown, CaptionField = "title", Delimiter = ',' };
        Document document = new Document("d", "a,b\n\"x|y\",2,3\n\"p\nq\",4").With(new AnnotationKey<string>("title"), "Title");
        Assert.Equal("Title\n\n| a | b |  |\n| --- | --- | --- |\n| x\\|y | 2 | 3 |\n| p q | 4 |", Assert.Single(await Documents(splitter, document)).Text);
    }

    /// <summary>A header that is far larger than the rows would be written again in each part.</summary>
    [Fact]
    public async Task Split_MarkdownWithWideHeader_KeepsToTheLimitOfGrowth()
    {
        string csv = $"{string.Join(',', Enumerable.Repeat("c", 2_000))}\n{string.Concat(Enumerable.Repeat("1,2\n", 900))}";
        var splitter = new TableTextSplitter { Format = TableTextFormat.Csv, Style = TableTextStyle.Markdown, LinesPerDocument = 1_000 };
        Assert.Single(await Texts(splitter, csv));
        Assert.Empty(await Texts(new() { Format = TableTextFormat.Csv, Style = TableTextStyle.Markdown, LinesPerDocument = 20 }, csv));
        Assert.Equal(45, (await Texts(new() { Format = TableTextFormat.Csv, LinesPerDocument = 20 }, csv)).Count);
    }

    [Fact]
    public async Task Split_MarkdownWithLongCaption_ShortensIt()
    {
        var splitter = new TableTextSplitter { Format = TableTextFormat.Csv, Style = TableTextStyle.Markdown, CaptionField = "title" };
        Document document = new Document("d", "a,b\n1,2\n3,4").With(new AnnotationKey<string>("title"), new string('t', 5_000));
        Assert.StartsWith(new string('t', 200) + "…\n\n| a | b |\n", Assert.Single(await Documents(splitter, document)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Split_Html_ReadsTheWholePage()
    {
        const string Page = "<html><body><nav><a href='/'>Home</a></nav><h2>Towns</h2><p>They lie on the river.</p><table><tr><th>Town</th><th>People</th></tr>"
            + "<tr><td>Ulm</td><td rowspan='2'>many</td></tr><tr><td>Linz</td></tr></table><footer>Imprint</footer></body></html>";
        string text = Assert.Single(await Texts(new() { Format = TableTextFormat.Html }, Page));
        Assert.Contains("\n\nTowns | Town: Ulm; People: many\nTowns | Town: Linz; People: many\n\n", text, StringComparison.Ordinal);
        Assert.Contains("They lie on the river.", text, StringComparison.Ordinal);
        Assert.Empty(await Texts(new() { Format = TableTextFormat.Html }, "<p>no table"));
        Assert.Empty(await Texts(new() { Format = TableTextFormat.Html }, ""));
    }

    [Fact]
    public async Task Split_TwoHeaderRows_NameTheColumnsOfAllParts()
    {
        const string Levels = "| City | Level |  |\n| --- | --- | --- |\n|\t|lowest|highest|\n| Ulm | 1 | 2 |\n| Linz | 3 | 4 |\n";
        IReadOnlyList<string> whole = await Texts(new() { LinesPerDocument = 20 }, Levels), parts = await Texts(new() { LinesPerDocument = 1 }, Levels);
        Assert.Equal(whole.Single().Split('\n'), parts);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        foreach (Func<TableTextSplitter> make in new Func<TableTextSplitter>[]
            {
                () => new() { LinesPerDocument = 0 }, () => new() { MaxRows = 0 }, () => new() { MinRows = 0 }, () => new() { MinColumns = 0 },
                () => new() { ContextChars = -1 }, () => new() { MaxCaptionChars = -1 }, () => new() { Format = (TableTextFormat)9 },
                () => new() { Style = (TableTextStyle)9 }, () => new() { Delimiter = '"' }, () => new() { Delimiter = '\n' },
                () => new() { Linearizer = null! },
            })
            Assert.ThrowsAny<ArgumentException>(make);
    }

    /// <summary>Any text is read in every format, and well-formed values come back from the reader as they were written.</summary>
    [Fact]
    public void Read_AnyText_EndsAndQuotedValuesRoundTrip()
    {
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 30].Sample(pieces =>
        {
            string text = string.Concat(pieces);
            List<IReadOnlyList<string>> records = DelimitedTable.Read(text, null, 5);
            Assert.InRange(records.Count, 0, 5);
            Assert.True(records.Sum(record => record.Sum(cell => cell.Length)) <= text.Length);
        });
        string[] values = ["a", "b c", "x\"y", "1,2", "p\nq", "\"", ""];
        Gen<string[]> row = Gen.Int[0, values.Length - 1].Select(i => values[i]).Array[2, 4].Where(cells => cells.Any(cell => cell.Length > 0));
        row.Array[1, 5].Sample(rows =>
        {
            var text = new StringBuilder();
            foreach (string[] cells in rows)
                text.AppendJoin(',', cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
            Assert.Equal(rows, DelimitedTable.Read(text.ToString(), ',', 100).Select(record => record.ToArray()));
        });
    }

    private async Task<IReadOnlyList<string>> Texts(TableTextSplitter splitter, string text) =>
        [.. (await Documents(splitter, new Document("d", text))).Select(document => document.Text)];

    private Task<List<Document>> Documents(TableTextSplitter splitter, Document document) =>
        RunFolder.Read(Corpus.FromDocuments([document]).Pipe(splitter), folder.Run());
}
