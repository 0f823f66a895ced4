namespace DataCuration.Extraction.Tests.Kinds;

public sealed class TableSpanTests
{
    [Theory]
    [InlineData("<tr><th colspan=2>Plants<br>Range: early to present<tr><td colspan=2>Moss "
        + "Fern<tr><th>Domain:<td><p>Euka<wbr>ryota</p><tr><td>Kinds<td><ul><li>green<li>red</ul>",
        "| Plants Range: early to present ||\n| --- | --- |\n| Moss Fern ||\n| Domain: | Eukaryota |\n| Kinds | green red |")]
    [InlineData("<tr><th>A<th>B<tr><td rowspan=2>x<td>1<tr><td>2", "| A | B |\n| --- | --- |\n| x | 1 |\n|\t| 2 |")]
    [InlineData("<tr><th>A<th>B<tr><td><td>1<tr><td>2<td>", "| A | B |\n| --- | --- |\n|  | 1 |\n| 2 |  |")]
    [InlineData("<tr><th>A<th>B<th>C<tr><td rowspan=2 colspan=2>x<td>1<tr><td>2", "| A | B | C |\n| --- | --- | --- |\n| x || 1 |\n|\t|| 2 |")]
    public void Extract_CellOverSeveral_StandsOnce(string rows, string expected)
    {
        foreach (TextFormat format in Enum.GetValues<TextFormat>())
            Assert.Contains(expected, LighthousePage.Extract($"<table>{rows}</table>", format: format), StringComparison.Ordinal);
    }

    [Fact]
    public void Linearize_CellOverSeveral_IsRepeated()
    {
        string text = LighthousePage.Extract("<table><tr><th rowspan=2>River<th colspan=2>Level<tr><th>lowest<th>highest<tr><td "
            + "rowspan=2>Danube<td>142<td>318<tr><td>150<td>320</table>");
        Assert.Contains("River: Danube; Level lowest: 142; Level highest: 318\nRiver: Danube; Level lowest: 150; Level highest: 320",
            new MarkdownTableLinearizer().Linearize(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Linearize_LongCellOverMany_IsNotRepeatedWithoutLimit()
    {
        string text = $"| a | b |\n| --- | --- |\n| {new string('x', 50_000)} {new string('|', 50_000)}\n";
        Assert.True(new MarkdownTableLinearizer
        {
            Linearizer = new TableLinearizer
            {
                MaxCells = int.MaxValue,
                MaxGrowth = int.MaxValue
            }
        }.Linearize(text).Length < 1_000_000);
    }
}
