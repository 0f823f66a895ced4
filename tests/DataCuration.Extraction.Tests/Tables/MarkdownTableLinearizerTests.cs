using System.Diagnostics;
using System.Text;
using CsCheck;

namespace DataCuration.Extraction.Tests.Tables;

public sealed class MarkdownTableLinearizerTests
{
    private const string Table = "| City | People |\n| --- | ---: |\n| Ulm | 126,000 |\n| Linz | 205,000 |";

    private static readonly string[] Pieces = ["| a | b |\n", "| - | - |\n", "text\n", "\n", "```\n", "| 1 |\n", "\\|", "# h\n", "|", "    "];

    [Fact]
    public void Linearize_TableInText_TakesHeadingAndCaptionAlong() => Assert.Equal(
        "# The Danube\n\nA river.\nIt is long.\n\n## Towns\n\nLarger towns:\n\nTowns | Larger towns | City: Ulm; People: 126,000\nTowns | Larger towns | City: "
            + "Linz; People: 205,000\n\nAnd more text.\n",
        new MarkdownTableLinearizer().Linearize($"# The Danube\n\nA river.\nIt is long.\n\n## Towns\n\nLarger towns:\n\n{Table}\n\nAnd more text.\n"));

    [Fact]
    public void Linearize_Append_KeepsTheTable() => Assert.Equal(
        $"{Table}\n\nCity: Ulm; People: 126,000\nCity: Linz; People: 205,000\n\nEnd",
        new MarkdownTableLinearizer { Placement = TablePlacement.Append }.Linearize($"{Table}\n\nEnd"));

    [Theory]
    [InlineData("A paragraph of\ntwo lines.\n\n")]
    [InlineData("- a list item\n\n")]
    [InlineData("It is as follows.\n\n")]
    [InlineData("> a quote\n\n")]
    [InlineData("This paragraph is longer than the least that was set.\n\n")]
    public void Linearize_NoCaptionAbove_TakesNone(string above) => Assert.Equal(
        $"{above}City: Ulm; People: 126,000\nCity: Linz; People: 205,000", new MarkdownTableLinearizer { MaxCaptionChars = 30 }.Linearize(above + Table));

    [Theory]
    [InlineData("```\n", "\n```")]
    [InlineData("~~~~ markdown\n~~~\n", "\n~~~~\n")]
    [InlineData("```\n~~~\n``` x\n", "\n`````")]
    [InlineData("`````\n```\n", "")]
    [InlineData("    ", "")]
    public void Linearize_CodeBlock_IsLeftAlone(string before, string after)
    {
        string text = before == "    " ? before + Table.Replace("\n", "\n    ", StringComparison.Ordinal) : before + Table + after;
        Assert.Same(text, new MarkdownTableLinearizer().Linearize(text));
    }

    [Fact]
    public void Linearize_AfterACodeBlock_IsLinearized() =>
        Assert.Equal("```\n| x |\n| - |\n| y |\n```\na: 1", new MarkdownTableLinearizer().Linearize("```\n| x |\n| - |\n| y |\n```\n| a |\n| - |\n| 1 |"));

    [Theory]
    [InlineData("a | b\n--- | ---\n1 | 2", "a: 1; b: 2")] // without outer pipes
    [InlineData("| a | b |\n|:-:|-|\n| 1 \\| 2 | `x \\| y` |", "a: 1 | 2; b: `x | y`")] // escaped pipes
    [InlineData("| a \\|\n| --- |\n| 1 |", "a |: 1")] // an escaped pipe at the end of a line
    [InlineData("|  |  |\n| --- | --- |\n| 1 | 2 |", "1; 2")] // no header
    [InlineData("| a | b |\n| --- | --- |\n| 1 |\n| 1 | 2 | 3 |", "a: 1\na: 1; b: 2; 3")] // ragged
    [InlineData("| a | b |\r\n| --- | --- |\r\n| 1 | 2 |\r\n\r\nx", "a: 1; b: 2\r\n\r\nx")]
    [InlineData("x | y\n| a | b |\n| --- | --- |\n| 1 | 2 |", "x | y\na: 1; b: 2")] // a line with a pipe above the table is not part of it
    public void Linearize_Forms_AreRead(string text, string expected) => Assert.Equal(expected, new MarkdownTableLinearizer().Linearize(text));

    [Theory]
    [InlineData("a | b\nc | d")] // no row of dashes
    [InlineData("| a | b |\n| --- |\n| 1 | 2 |")] // another number of cells
    [InlineData("| a | b |\n| --- | --- |\nno row")] // no rows
    [InlineData("a\n---\nb")]
    [InlineData("| a |\n| -x- |\n| 1 |")]
    [InlineData("> | a |\n> | - |\n> | 1 |")]
    [InlineData("")]
    public void Linearize_NoTable_GivesTheSameText(string text) => Assert.Same(text, new MarkdownTableLinearizer().Linearize(text));

    [Fact]
    public void Linearize_RefusedTable_StaysAndTheNextOneIsDone()
    {
        var stage = new MarkdownTableLinearizer { Linearizer = new TableLinearizer { MaxCells = 3 } };
        Assert.Equal($"{Table}\n\na: 1", stage.Linearize($"{Table}\n\n| a |\n| - |\n| 1 |"));
    }

    [Fact]
    public void Linearize_TwoTables_HaveTheirOwnContext() => Assert.Equal(
        "# One\na\n\nOne | a | x: 1\n\n# Two\n\nTwo | x: 2",
        new MarkdownTableLinearizer().Linearize("# One\na\n\n| x |\n| - |\n| 1 |\n\n# Two\n\n| x |\n| - |\n| 2 |"));

    [Fact]
    public void Linearize_AnyText_KeepsTheRestAndEveryCell() => Gen.Int[0, Pieces.Length - 1].Array[0, 25].Sample(pieces =>
    {
        string text = string.Concat(pieces.Select(piece => Pieces[piece]));
        string appended = new MarkdownTableLinearizer { Placement = TablePlacement.Append }.Linearize(text);
        // Appending removes nothing: the text is a subsequence of the result.
        int at = 0;
        foreach (char character in appended) at += at < text.Length && text[at] == character ? 1 : 0;
        Assert.Equal(text.Length, at);
        string replaced = new MarkdownTableLinearizer().Linearize(text);
        Assert.Equal(text.Contains('1', StringComparison.Ordinal), replaced.Contains('1', StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("| 1 | 2 |\n")] // one huge table
    [InlineData("| a |\n| - |\n| 1 |\n\n")] // very many small tables
    [InlineData("| a\n")] // headers without a table
    [InlineData("| - |\n")]
    [InlineData("```\n")]
    [InlineData("|")] // one line
    public void Linearize_HostileText_TakesLinearTimeAndSpace(string unit)
    {
        var stage = new MarkdownTableLinearizer { Linearizer = new TableLinearizer { MaxCells = int.MaxValue } };
        string head = unit.StartsWith("| 1", StringComparison.Ordinal) ? "| " + new string('h', 50_000) + " | b |\n| - | - |\n" : "";
        TimeSpan small = Measure(40_000), large = Measure(400_000);
        // Ten times the text. A quadratic step would take a hundred times as long.
        Assert.True(large < (small * 40) + TimeSpan.FromSeconds(2), $"{small} for 40,000, {large} for 400,000");

        TimeSpan Measure(int count)
        {
            string text = new StringBuilder(head).Insert(head.Length, unit, count).ToString();
            long start = Stopwatch.GetTimestamp();
            Assert.True(stage.Linearize(text).Length < (40L * text.Length) + 10_000);
            return Stopwatch.GetElapsedTime(start);
        }
    }

    [Fact]
    public async Task Stage_InAPipeline_ReplacesOnlyDocumentsWithTables()
    {
        Document[] documents = [new("1", $"# Towns\n\n{Table}"), new("2", "no table | at all"), new("3", "nothing")];
        using var run = new CurationRun();
        List<Document> results = await Corpus.FromDocuments(documents).Pipe(new MarkdownTableLinearizer())
            .AsAsyncEnumerable(run, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal("# Towns\n\nTowns | City: Ulm; People: 126,000\nTowns | City: Linz; People: 205,000", results[0].Text);
        Assert.Equal(documents[1].Text, results[1].Text);
        Assert.Equal(documents[2].Text, results[2].Text);
    }
}
