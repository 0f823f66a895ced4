namespace DataCuration.Extraction.Tests;

public sealed class QuestionTextRuleTests
{
    [Theory]
    [InlineData("Which of the following is a metal?\nA. Oxygen\nB. Iron\nC. Neon\nD. Sulfur", true)]
    [InlineData("Which of the following is a metal?\nA. Oxygen\nB. Iron\nC. Neon", false)]
    [InlineData("A metal?\nA. Oxygen\nB. Iron\nC. Neon\nD. Sulfur", false)]
    [InlineData("Multiple Choice: 2+2 = (a) 3 (b) 4 (c) 5 (d) 6", true)]
    [InlineData("Multiple Choice: 2+2 = (a) 3 (b) 4 (c) 5 (e) 6", false)]
    [InlineData("Choose the correct one: a) x b) y c) z d) w", true)]
    [InlineData("Choose the correct one: a) x B) y c) z D) w", false)]
    [InlineData("The correct answer is in A. Smith, B. Jones, C. Lee and D. Kim", false)]
    [InlineData("Select one:\n- a. x\n- b. y\n\n- c. z\n- d. w", true)]
    [InlineData("correct answer at 3\na.m. is\nb.m. is\nc.m. is\nd.m.", false)]
    [InlineData("下列哪一个是金属？\nA、氧\nB、铁\nC、氖\nD、硫", true)]
    [InlineData("Which of these?\nA. x\nB. y\nA. x\nB. y\nC. z\nD. w", true)]
    [InlineData("Which of these?\nD. x\nC. y\nB. z\nA. w", false)]
    public void Evaluate_Text_NeedsAMentionAndAList(string text, bool expected) =>
        Assert.Equal(expected ? RuleVerdict.Accepted : RuleVerdict.Rejected, QuestionTextRule.Default.Evaluate(text));

    [Theory]
    [InlineData(596, true)]
    [InlineData(597, false)]
    public void Evaluate_LongAnswers_AreSections(int length, bool expected)
    {
        // The marker "A. " and a line break add 4 characters to the text.
        string text = $"Which of these?\nA. x\nB. {new string('y', length)}\nC. z\nD. w";
        Assert.Equal(expected ? RuleVerdict.Accepted : RuleVerdict.Rejected, QuestionTextRule.Default.Evaluate(text));
    }

    [Fact]
    public void Evaluate_Options_AreFollowed()
    {
        Assert.Equal(RuleVerdict.Accepted, new QuestionTextRule { MinAnswers = 3 }.Evaluate("Which of these?\nA. x\nB. y\nC. z"));
        Assert.Equal(RuleVerdict.Accepted, new QuestionTextRule { Mentions = ["quiz"] }.Evaluate("QUIZ\nA. x\nB. y\nC. z\nD. w"));
    }
}
