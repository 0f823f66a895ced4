using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests;

public sealed class RecipeResultTests
{
    [Fact]
    public void Item_UnknownName_NamesTheCorporaThatThereAre()
    {
        var result = new RecipeResult((RecipeParts.Dev, RunFolder.Documents(1)), (RecipeParts.HeldOut, RunFolder.Documents(2)));
        Assert.Equal(["dev", "held-out"], result.Names);
        Assert.Contains("'train'. It gives: dev, held-out.", Assert.Throws<KeyNotFoundException>(() => result.Train).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_BadParts_Throws()
    {
        Assert.Throws<ArgumentException>(() => new RecipeResult());
        Assert.Throws<ArgumentException>(() => new RecipeResult((" ", RunFolder.Documents(1))));
        ArgumentException twice = Assert.Throws<ArgumentException>(() => new RecipeResult(("a", RunFolder.Documents(1)), ("a", RunFolder.Documents(1))));
        Assert.Contains("'a'", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteJsonl_EachPart_HasItsFolder()
    {
        using var folder = new RunFolder();
        var result = new RecipeResult((RecipeParts.Train, RunFolder.Documents(3)), (RecipeParts.Dev, RunFolder.Documents(2)));
        RecipeResult written = await result.WriteJsonlAsync("out", folder.Run());
        Assert.Equal(3, folder.Lines(Path.Combine("out", "train")).Length);
        Assert.Equal(2, folder.Lines(Path.Combine("out", "dev")).Length);
        Assert.Equal("text of d2", (await RunFolder.Read(written.Train, folder.Run()))[2].Text);
    }
}
