using System.Xml.Linq;

namespace DataCuration.Tests.Documents;

public sealed class DocumentHtmlTests
{
    [Fact]
    public void ToHtml_HostileTexts_AreEscapedAndWellFormed()
    {
        const string Hostile = "</td><script>alert('x')</script><img src=\"x\" onerror='y'>&amp;\u0000\u001b[31m\ud800 end";
        Document document = new Document(Hostile, Hostile).With(new AnnotationKey<string>(Hostile), Hostile);
        string html = new[] { document }.ToHtml();
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        // Well-formed XML: every element is ours and is closed, and no character is forbidden.
        XElement root = XElement.Parse(html);
        Assert.Equal(["div", "p", "table", "tbody", "td", "th", "thead", "tr"],
            root.DescendantsAndSelf().Select(element => element.Name.LocalName).Distinct().Order(StringComparer.Ordinal));
        Assert.All(root.Descendants().Attributes(), attribute => Assert.Equal("style", attribute.Name.LocalName));
        Assert.Equal("</td><script>alert('x')</script><img src=\"x\" onerror='y'>&amp; [31m\ufffd end", root.Descendants("td").Last().Value);
    }

    [Fact]
    public void ToHtml_LongTextsAndManyDocuments_AreShortened()
    {
        int read = 0;
        // A sequence whose number is not known before it is read.
        IEnumerable<Document> documents = Enumerable.Range(0, 1_000).Where(i => i >= 0).Select(i =>
        {
            read++;
            return new Document($"d{i}", string.Concat(Enumerable.Repeat("🐟", 100_000)));
        });
        string html = documents.ToHtml(maxDocuments: 3, maxChars: 10);
        Assert.Equal(4, read);
        Assert.True(html.Length < 1_500, $"{html.Length} characters");
        XElement root = XElement.Parse(html);
        Assert.Equal(3, root.Descendants("tbody").Elements("tr").Count());
        // Characters are code points: no half of a pair is left, and exactly ten are shown.
        Assert.Equal(string.Concat(Enumerable.Repeat("🐟", 10)) + "…", root.Descendants("td").Last().Value);
        Assert.Equal("the first 3 documents", root.Element("p")!.Value);
        Assert.Equal("2 of 5 documents", XElement.Parse(Enumerable.Range(0, 5).Select(i => new Document($"{i}", "t")).ToList().ToHtml(2)).Element("p")!.Value);
    }

    [Fact]
    public void ToHtml_Fields_AreColumnsUpToALimit()
    {
        Document plain = new("a", "one\r\n\ttwo  three ");
        Document edited = plain.With(new AnnotationKey<double>("score"), 0.5);
        for (int i = 0; i < 9; i++) edited = edited.With(new AnnotationKey<int>($"x{i}"), i);
        XElement root = XElement.Parse(new[] { plain, edited }.ToHtml());
        Assert.Equal(["id", "bytes", "score", "x0", "x1", "x2", "x3", "x4", "x5", "x6", "text"], root.Descendants("th").Select(cell => cell.Value));
        Assert.Equal(["a", "17", "", "", "", "", "", "", "", "", "one two three"], root.Descendants("tbody").Elements("tr").First().Elements("td")
            .Select(cell => cell.Value));
        Assert.Equal("2 more fields: x7, x8", root.Elements("p").Last().Value);
        Assert.Equal(new[] { plain, edited }.ToHtml(), new List<Document> { plain, edited }.ToHtml());
    }

    [Fact]
    public void ToHtml_LimitsThatMakeNoSense_Throw()
    {
        Document[] documents = [new("a", "b")];
        Assert.Throws<ArgumentOutOfRangeException>(() => documents.ToHtml(maxDocuments: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => documents.ToHtml(maxChars: 0));
        Assert.Equal("0 of 1 documents", XElement.Parse(documents.ToHtml(maxDocuments: 0)).Element("p")!.Value);
    }

    [Fact]
    public void RunReport_ToHtml_HasARowForEachStageAndReason()
    {
        var report = new RunReport
        {
            Phase = "clean<1>",
            Folder = "out/clean",
            Shards = [],
            Stages =
            [
                new StageReport { Name = "read", In = 1_234, Kept = 1_230, Faulted = 4, Seconds = 1.256 },
                new StageReport
                {
                    Name = "Where",
                    In = 1_230,
                    Kept = 1_000,
                    Seconds = 0.5,
                    DroppedByReason = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["a&b"] = 200, ["short"] = 30 },
                },
            ],
        };
        XElement root = XElement.Parse(report.ToHtml());
        Assert.Equal("clean<1>: 1,234 records in 0 shards, 1,000 kept, 230 dropped, 4 faulted", root.Element("p")!.Value);
        Assert.Equal([
            ["read", "1,234", "0", "1,230", "0", "4", "1.26"],
            ["Where", "1,230", "0", "1,000", "230", "0", "0.50"],
            ["– a&b", "", "", "", "200", "", ""],
            ["– short", "", "", "", "30", "", ""],
        ], root.Descendants("tbody").Elements("tr").Select(row => row.Elements("td").Select(cell => cell.Value).ToArray()));
    }
}
