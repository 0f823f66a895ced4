using DataCuration.Extraction;
using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.TableText;

public sealed class TableTextRecipeTests : IDisposable
{
    private const string Towns = "| Town | River | People |\n| --- | --- | ---: |\n";

    private readonly Fates fates = new();

    public void Dispose() => fates.Dispose();

    [Fact]
    public async Task Build_DocumentsOfThreeFormats_GivesRowsWithHeaders()
    {
        Document[] pool =
        [
            Of("page", "markdown", $"# The Danube\n\nTowns on the river grew with trade.\n\n{Towns}{Rows(3)}\nMost of them have a port."),
            Of("html", "html", "<html><body><p>Prices at the market in spring.</p><table><tr><th>Fruit</th><th>Price</th></tr>"
                + "<tr><td>Apple</td><td>two coins</td></tr><tr><td>Pear</td><td>three coins</td></tr></table></body></html>"),
            Of("csv", "CSV", "name;colour\nsparrow;brown and grey\n\"a \"\"great\"\" tit\";\"yellow; black\"\n", "Birds of the garden"),
            Of("long", "markdown", Towns + Rows(45)),
            Of("copy", "markdown", Towns + Rows(45)),
            Of("no table", "markdown", "A text without a table, long enough to be a document of its own."),
            Of("one row", "markdown", Towns + Rows(1)), Of("one column", "csv", "name\nsparrow\ntit\n"), Of("empty", "csv", ""),
            Of("numbers", "csv", "a,b,c\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"{12345678 * i},{23456789 * i},{34567891 * i}\n"))),
        ];
        var options = new TableTextOptions { Splitter = new TableTextSplitter { FormatField = "format", CaptionField = "title" } };
        (SortedDictionary<string, Document> kept, SortedDictionary<string, string> dropped) =
            await fates.JudgeAsync(await TableTextRecipe.BuildAsync(Corpus.FromDocuments(pool), fates.Run(), options), fates.Run());
        Assert.Equal(["csv#1", "html#1", "long#1", "long#2", "long#3", "page#1"], kept.Keys);
        Assert.Equal("exact_duplicate", dropped["copy"]);
        Assert.Equal("numbers_ratio", dropped["numbers#1"]);
        Assert.Equal(
            "# The Danube\n\nTowns on the river grew with trade.\n\nThe Danube | Town: town a; River: river a; People: nine\n"
            + "The Danube | Town: town b; River: river b; People: nine\nThe Danube | Town: town c; River: river c; People: nine\n\nMost of them have a port.",
            kept["page#1"].Text);
        Assert.Equal("Birds of the garden | name: sparrow; colour: brown and grey\nBirds of the garden | name: a \"great\" tit; colour: yellow; black",
            kept["csv#1"].Text);
        Assert.Equal("Prices at the market in spring.\n\nFruit: Apple; Price: two coins\nFruit: Pear; Price: three coins", kept["html#1"].Text);
        Assert.Equal([20, 20, 5], new[] { "long#1", "long#2", "long#3" }.Select(id => kept[id].Text.Split('\n').Length));
        Assert.Equal([1, 21, 41], new[] { "long#1", "long#2", "long#3" }.Select(id => kept[id].Get(TableTextSplitter.FirstLine)));
    }

    [Fact]
    public async Task Build_UnknownFormat_IsAFaultThatNamesFieldValueAndDocument()
    {
        var options = new TableTextOptions { Splitter = new TableTextSplitter { FormatField = "format" } };
        foreach ((Document document, string part) in new[] { (Of("d7", "latex", "x"), "'latex'"), (new Document("d7", "x"), "no value") })
        {
            Corpus tables = await TableTextRecipe.BuildAsync(Corpus.FromDocuments([document]), fates.Run(), options);
            Exception e = await Assert.ThrowsAnyAsync<Exception>(() => fates.LinesAsync(tables, fates.Run()));
            foreach (string expected in new[] { part, "'d7'", "'format'" }) Assert.Contains(expected, e.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Build_AnyWorkersAndAgain_GivesTheSameBytes()
    {
        Corpus pool = fates.Files("pool", Enumerable.Range(0, 24).Select(i => new Document($"d{i:D2}", $"Text {i / 2}.\n\n{Towns}{Rows(2 + (i / 2 % 30))}")));
        string[] one = await fates.LinesAsync(await TableTextRecipe.BuildAsync(pool, fates.Run(1)), fates.Run(1));
        using var other = new Fates();
        Assert.Equal(one, await other.LinesAsync(await TableTextRecipe.BuildAsync(pool, other.Run(4)), other.Run(4)));
        Assert.Equal(one, await fates.LinesAsync(await TableTextRecipe.BuildAsync(pool, fates.Run()), fates.Run()));
        Assert.Equal(12, one.Length);
    }

    private static Document Of(string id, string format, string text, string? title = null)
    {
        Document document = new Document(id, text).With(new AnnotationKey<string>("format"), format);
        return title is null ? document : document.With(new AnnotationKey<string>("title"), title);
    }

    private static string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"| town {Name(i)} | river {Name(i)} | nine |\n"));

    private static string Name(int i) => i < 26 ? ((char)('a' + i)).ToString() : $"{(char)('a' + i - 26)}{(char)('a' + i - 26)}";
}
