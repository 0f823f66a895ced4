namespace DataCuration.Synthesis.Tests;

public sealed class DocumentationTests
{
    [Fact]
    public void Page_Prompts_AreThoseOfTheCode()
    {
        var prompts = new EntiGraphPrompts();
        RequireTexts("synthesis.md", prompts.Version, prompts.Entities, prompts.Pair, prompts.Triple);
        // The SHA-256 of "test" starts like this (FIPS 180-4).
        Assert.Equal("----- 9f86d081884c7d65 -----", EntiGraphPrompts.Enclose("test").Split('\n')[1]);
    }

    [Fact]
    public void Page_RephrasingPrompts_AreThoseOfTheCode()
    {
        RephraseStyle[] styles = [.. RephraseStyles.Wrap, RephraseStyles.Wikipedia, .. RephraseStyles.NemotronCc];
        RequireTexts("rephrasing.md", styles[0].Version, [.. styles.Select(style => style.Instruction)]);
        RequireTexts("rephrasing.md", ExercisePrompts.Terms.Version, [.. ExercisePrompts.All.Select(prompt => prompt.Instruction)]);
        RequireTexts("rephrasing.md", new TranslationPrompt().Version, new TranslationPrompt().Instruction);
        Assert.Equal(9, styles.Select(style => style.Name).Distinct().Count());
        string page = Read("rephrasing.md");
        Assert.All(styles, style => Assert.Contains($"| `{style.Name}` |", page, StringComparison.Ordinal));
    }

    private static void RequireTexts(string name, string version, params string[] texts)
    {
        string page = Read(name);
        Assert.Contains($"`{version}`", page, StringComparison.Ordinal);
        foreach (string text in texts) Assert.Contains($"```text\n{text}\n```", page, StringComparison.Ordinal);
    }

    private static string Read(string name)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "DataCuration.sln"))) root = Path.GetDirectoryName(root);
        Assert.NotNull(root);
        return File.ReadAllText(Path.Combine(root, "docs", name));
    }
}
