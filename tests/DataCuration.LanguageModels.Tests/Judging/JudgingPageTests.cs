namespace DataCuration.LanguageModels.Tests;

public sealed class JudgingPageTests
{
    [Fact]
    public void Page_PromptsAndLimits_AreThoseOfTheCode()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "DataCuration.sln"))) root = Path.GetDirectoryName(root);
        Assert.NotNull(root);
        string page = File.ReadAllText(Path.Combine(root, "docs", "judging.md"));
        (JudgePrompt judge, CorrectionPrompt correction) = (JudgePrompt.Default, CorrectionPrompt.Default);
        foreach (string text in (string[])[judge.Rubric, correction.Instruction, EnclosedText.Of("test")])
            Assert.Contains($"```text\n{text}\n```", page, StringComparison.Ordinal);
        foreach (string name in (string[])[judge.Version, correction.Version]) Assert.Contains($"`{name}`", page, StringComparison.Ordinal);
        CorrectionGuard guard = CorrectionGuard.Default;
        Assert.Contains(FormattableString.Invariant($"its length is {guard.MinLength} to {guard.MaxLength} of"), page, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"at least {100 * guard.MinSameLetters} % of"), page, StringComparison.Ordinal);
        // The SHA-256 of "test" starts like this (FIPS 180-4).
        Assert.Contains("9f86d081884c7d65", EnclosedText.Of("test"), StringComparison.Ordinal);
    }
}
