using System.Text.RegularExpressions;
using CsCheck;

namespace DataCuration.Extraction.Tests;

public sealed class MathTextRuleTests
{
    [Theory]
    [InlineData(@"\alpha \beta \gamma \sum \int", RuleVerdict.Accepted)]
    [InlineData(@"\alpha \beta \gamma \sum \sum \sum", RuleVerdict.Undecided)]
    [InlineData(@"\alpha \beta \gamma \sum \unknown", RuleVerdict.Undecided)]
    [InlineData(@"\alpha \beta \gamma \sum \rightarrow", RuleVerdict.Accepted)]
    [InlineData(@"\Gamma \gamma \Delta \delta \pi", RuleVerdict.Accepted)]
    [InlineData(@"the angle \alpha = 30", RuleVerdict.Accepted)]
    [InlineData(@"the angle \alpha is meant", RuleVerdict.Undecided)]
    [InlineData("the angle \\alpha is meant\nx = 3", RuleVerdict.Undecided)]
    [InlineData("the angle \\alpha is meant\nand \\alpha = 3", RuleVerdict.Accepted)]
    [InlineData(@"\alpha = \beta", RuleVerdict.Undecided)]
    [InlineData(@"\begin \end \section \textbf \item \users \windows = 1", RuleVerdict.Undecided)]
    [InlineData("no formulas = none", RuleVerdict.Undecided)]
    public void Evaluate_CommandsAtTheThreshold_AreCounted(string text, RuleVerdict expected) => Assert.Equal(expected, MathTextRule.Default.Evaluate(text));

    [Fact]
    public void Evaluate_RejectedCommands_CountNoMore()
    {
        const string Text = @"\alpha \beta \gamma \sum \int";
        Assert.Equal(RuleVerdict.Undecided, new MathTextRule { RejectedCommands = ["int"] }.Evaluate(Text));
        Assert.Equal(RuleVerdict.Accepted,
            new MathTextRule { AcceptedCommands = ["foo", "bar"], RejectedCommands = [], MinCommands = 2 }.Evaluate(@"\foo \bar"));
        Assert.Equal(RuleVerdict.Undecided, new MathTextRule { MinCommands = 6 }.Evaluate(Text));
    }

    [Fact]
    public void FindCommands_AnyText_FindsWhatThePatternFinds()
    {
        var pattern = new Regex(@"\\[A-Z]{0,9}[a-z]{2,9}");
        Gen.Char[@"\\\ABCDabcdefxyz .{é"].Array[0, 80].Sample(letters =>
        {
            string text = new(letters);
            return pattern.Matches(text).Select(match => match.Value[1..]).SequenceEqual(MathTextRule.FindCommands(text));
        });
        string longNames = @"\ABCDEFGHIJab \ABCDEFGHIab \abcdefghijkl \Aa \aa";
        Assert.Equal(pattern.Matches(longNames).Select(match => match.Value[1..]), MathTextRule.FindCommands(longNames));
    }

    [Fact]
    public void Evaluate_ManyCommandsOnOneLongLine_IsLinear()
    {
        // One command repeated without an operator: each occurrence searches its line for operators.
        string text = string.Concat(Enumerable.Repeat(@"\alpha ", 300_000));
        Assert.Equal(RuleVerdict.Undecided, MathTextRule.Default.Evaluate(text));
    }
}
