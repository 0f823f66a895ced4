using Microsoft.Data.Analysis;

namespace DataCuration.Tabular.Tests;

public sealed class FrameTests
{
    [Fact]
    public void DocumentFrame_AnnotationsOfAllKinds_HaveTypedColumns()
    {
        DataFrame frame = DocumentFrame.From(
        [
            new Document("a", "one").Edit().Set("n", AnnotationValue.FromInteger(1)).Set("b", AnnotationValue.FromBoolean(true)).Build(),
            new Document("b", "two").Edit().Set("n", AnnotationValue.FromNumber(0.5)).Set("s", AnnotationValue.FromString("x")).Build(),
        ]);
        Assert.Equal(["id", "text", "b", "n", "s"], frame.Columns.Select(column => column.Name));
        Assert.Equal([typeof(string), typeof(string), typeof(bool), typeof(double), typeof(string)], frame.Columns.Select(column => column.DataType));
        Assert.Equal(["a", "one", true, 1.0, null], frame.Rows[0]);
        Assert.Equal(["b", "two", null, 0.5, "x"], frame.Rows[1]);
    }

    [Fact]
    public void DocumentFrame_LongTexts_AreShortenedInOneLine()
    {
        string text = "line one\n\n\tline  two " + string.Concat(Enumerable.Repeat("😀", 1_000));
        Document document = new Document("a", text).Edit().Set("html", AnnotationValue.FromString(new string('h', 300)))
            .Set("json", AnnotationValue.FromJson(System.Text.Encoding.UTF8.GetBytes($"[\"{new string('j', 300)}\"]"))).Build();
        DataFrame frame = DocumentFrame.From([document]);
        Assert.Equal("line one line two " + string.Concat(Enumerable.Repeat("😀", 182)) + "… (1,021 characters)", frame["text"][0]);
        Assert.Equal(new string('h', 200) + "… (300 characters)", frame["html"][0]);
        Assert.EndsWith("… (304 characters)", (string)frame["json"][0], StringComparison.Ordinal);
        Assert.True(frame.ToString().Length < 2_000);
        Assert.Equal(text, DocumentFrame.From([document], maxCharacters: null)["text"][0]);
        Assert.Equal("l… (1,021 characters)", DocumentFrame.From([document], maxCharacters: 1)["text"][0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => DocumentFrame.From([document], maxCharacters: 0));
    }

    [Fact]
    public void TabularFrame_LongIntegersBesideNumbers_AreStrings()
    {
        DataFrame frame = TabularFrame.From(["n"], [[AnnotationValue.FromInteger(9007199254740993)], [AnnotationValue.FromNumber(0.5)]]);
        Assert.Equal(["9007199254740993", "0.5"], [frame["n"][0], frame["n"][1]]);
    }

    [Fact]
    public void DocumentFrame_NoDocuments_HasIdAndText()
    {
        DataFrame frame = DocumentFrame.From([]);
        Assert.Equal(["id", "text"], frame.Columns.Select(column => column.Name));
        Assert.Equal(0, frame.Rows.Count);
    }

    [Fact]
    public void FrameHtml_LongAndHostileCells_AreShortenedAndEscaped()
    {
        DataFrame frame = DocumentFrame.From(Enumerable.Range(0, 30).Select(i =>
            new Document($"<i>{i}", new string('x', 100_000)).With(new AnnotationKey<double>("score"), i / 4.0)));
        System.Xml.Linq.XElement root = System.Xml.Linq.XElement.Parse(frame.ToHtml(maxRows: 2, maxChars: 5));
        Assert.Equal("2 of 30 rows", root.Element("p")!.Value);
        Assert.Equal(["id", "text", "score"], root.Descendants("th").Select(cell => cell.Value));
        Assert.Equal(["<i>0", "xxxxx…", "0", "<i>1", "xxxxx…", "0.25"], root.Descendants("td").Select(cell => cell.Value));
        Assert.Throws<ArgumentOutOfRangeException>(() => frame.ToHtml(maxRows: -1));
    }

    [Fact]
    public void TabularFrame_BadTables_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => TabularFrame.From(["a", "a"], []));
        Assert.Throws<ArgumentException>(() => TabularFrame.From(["a"], [new[] { AnnotationValue.Null, AnnotationValue.Null }]));
    }

    [Fact]
    public void ReportFrame_Report_HasARowPerStageAndReason()
    {
        var drops = new SortedDictionary<string, long> { ["short"] = 3, ["symbols"] = 1 };
        var report = new RunReport
        {
            Phase = "clean",
            Folder = "out",
            Stages =
            [
                new() { Name = "read", In = 10, Kept = 10, Seconds = 0.5 },
                new() { Name = "Gopher", In = 10, Kept = 6, Replaced = 2, DroppedByReason = drops, Seconds = 1.5 },
            ],
            Shards = [],
        };
        DataFrame stages = ReportFrame.From(report);
        Assert.Equal(["Gopher", 10L, 0L, 6L, 2L, 4L, 0L, 1.5], stages.Rows[1]);
        DataFrame reasons = ReportFrame.DropsFrom(report);
        Assert.Equal(["Gopher", "short", 3L], reasons.Rows[0]);
        Assert.Equal(2, reasons.Rows.Count);
    }
}
