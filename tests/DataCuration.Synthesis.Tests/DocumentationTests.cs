namespace DataCuration.Synthesis.Tests;

public sealed class DocumentationTests
{
    [Fact]
    public void Page_Prompts_AreThoseOfTheCode()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "DataCuration.sln"))) root = Path.GetDirectoryName(root);
        Assert.NotNull(root);
        string page = File.ReadAllText(Path.Combine(root, "docs", "synthesis.md"));
        var prompts = new EntiGraphPrompts();
        foreach (string text in (string[])[prompts.Entities, prompts.Pair, prompts.Triple])
            Assert.Contains($"```text\n{text}\n```", page, StringComparison.Ordinal);
        Assert.Contains($"`{prompts.Version}`", page, StringComparison.Ordinal);
        // The SHA-256 of "test" starts like this (FIPS 180-4).
        Assert.Equal("----- 9f86d081884c7d65 -----", EntiGraphPrompts.Enclose("test").Split('\n')[1]);
    }
}
