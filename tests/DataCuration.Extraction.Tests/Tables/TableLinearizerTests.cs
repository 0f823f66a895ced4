using CsCheck;

namespace DataCuration.Extraction.Tests.Tables;

public sealed class TableLinearizerTests
{
    private static readonly string[] Header = ["City", "Country", "People"];

    [Fact]
    public void Linearize_HeaderAndRows_WritesEachRowWithItsContext() => Assert.Equal(
        "Rivers | Towns on it | City: Ulm; Country: Germany; People: 126,000\nRivers | Towns on it | City: Linz; Country: Austria; People: 205,000",
        new TableLinearizer().Linearize(Header, [["Ulm", "Germany", "126,000"], ["Linz", "Austria", "205,000"]], "Towns on it", "Rivers"));

    [Fact]
    public void Linearize_NoHeader_WritesValuesAlone() => Assert.Equal("a; b\nc; d", new TableLinearizer().Linearize(null, [["a", "b"], ["c", "d"]]));

    [Fact]
    public void Linearize_HeaderOfTwoLines_BecomesOne() => Assert.Equal(
        "River: Clear; Level lowest: 142; Level highest: 318",
        new TableLinearizer().Linearize(["River", "Level", "Level"], [["River", "lowest", "highest"], ["Clear", "142", "318"]]));

    [Theory]
    [InlineData("Clear", "142", "318")] // a new cell under another column
    [InlineData("River", "142", "")] // an empty cell under one of them
    public void Linearize_FirstRowOfValues_IsNoHeader(string a, string b, string c) => Assert.StartsWith(
        $"River: {a}; Level: {b}", new TableLinearizer().Linearize(["River", "Level", "Level"], [[a, b, c], ["Stony", "1", "2"]]), StringComparison.Ordinal);

    [Fact]
    public void Linearize_RaggedRows_KeepsEveryValue() => Assert.Equal(
        "City: Ulm\nCity: Linz; Country: Austria; People: 205,000; on the river; old",
        new TableLinearizer().Linearize(Header, [["Ulm"], ["Linz", "Austria", "205,000", "on the river", "old"], []]));

    [Theory]
    [InlineData(true, "City: Ulm; People: 3")]
    [InlineData(false, "City: Ulm; Country:; People: 3")]
    public void Linearize_EmptyCells_AreSkippedOrNamed(bool skip, string expected) =>
        Assert.Equal(expected, new TableLinearizer { SkipEmptyCells = skip }.Linearize(Header, [["Ulm", " ", "3"], ["", "", ""]]));

    [Fact]
    public void Linearize_WideRow_RepeatsTheFirstCellOnEachLine() => Assert.Equal(
        "T | year: 2020; a: 1; b: 2\nT | year: 2020; c: 3; d: 4\nT | year: 2020; e: 5",
        new TableLinearizer { MaxCellsPerLine = 3 }.Linearize(["year", "a", "b", "c", "d", "e"], [["2020", "1", "2", "3", "4", "5"]], "T"));

    [Fact]
    public void Linearize_OwnSeparators_AreUsed() => Assert.Equal(
        "T — City = Ulm, Country = Germany",
        new TableLinearizer { ContextSeparator = " — ", HeaderSeparator = " = ", CellSeparator = ", " }.Linearize(Header, [["Ulm", "Germany"]], "T", "T"));

    [Fact]
    public void Linearize_LineBreaksInCells_BecomeSpaces() =>
        Assert.Equal("City: Ulm am See", new TableLinearizer().Linearize(["\nCity"], [["Ulm\nam\rSee "]]));

    [Fact]
    public void Linearize_TooManyCells_IsRefused()
    {
        var linearizer = new TableLinearizer { MaxCells = 6 };
        Assert.NotNull(linearizer.Linearize(Header, [["1", "2", "3"], ["4", "5", "6"]]));
        Assert.Null(linearizer.Linearize(Header, [["1", "2", "3"], ["4", "5", "6"], ["7"]]));
    }

    [Fact]
    public void Linearize_LongHeaderOverManyRows_IsBoundedByGrowth()
    {
        string[][] rows = [.. Enumerable.Range(0, 5_000).Select(_ => new[] { "1" })];
        Assert.Null(new TableLinearizer().Linearize([new string('h', 200)], rows));
        Assert.Null(new TableLinearizer().Linearize(["h"], rows, new string('c', 100_000)));
        string? cut = new TableLinearizer().Linearize([new string('h', 100_000)], rows);
        Assert.Equal(5_000 * (200 + "…: 1".Length) + 4_999, cut?.Length);
    }

    [Fact]
    public void Linearize_LongContext_IsCutBetweenCharacters()
    {
        string context = new string('c', 199) + "\ud83d\ude00\ud83d\ude00";
        Assert.Equal(new string('c', 199) + "… | a", new TableLinearizer().Linearize(null, [["a"]], context));
    }

    [Fact]
    public void Linearize_AnyGrid_LosesNoValueAndStaysInItsBounds() => Gen.String[Gen.Char["ab |:\n"], 0, 6].Array[0, 5].Array[0, 20].Sample(rows =>
    {
        string? text = new TableLinearizer().Linearize(["x", "y"], rows, "caption");
        Assert.NotNull(text);
        foreach (string cell in rows.SelectMany(row => row)) Assert.Contains(cell.Trim().Replace('\n', ' '), text, StringComparison.Ordinal);
        Assert.Equal(rows.Count(row => row.Any(cell => !string.IsNullOrWhiteSpace(cell))), text.Length == 0 ? 0 : text.Split('\n').Length);
    });

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableLinearizer { MaxCells = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableLinearizer { MaxCellsPerLine = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableLinearizer { MaxGrowth = 0 });
        Assert.Throws<ArgumentException>(() => new TableLinearizer { CellSeparator = "\n" });
    }
}
