namespace DataCuration.Synthesis.Tests.Instructions;

public sealed class GroundednessTests
{
    private static readonly string[] Passages =
        ["The sluice of Kelda was built in 1,790 by Orrin. It is 3.5 metres wide.", "Two keepers open it at dawn, in 17 turns."];

    [Theory]
    [InlineData("The sluice was built in 1790 by Orrin.", 1, 1)]
    [InlineData("ORRIN built it; keepers open it at dawn.", 1, 1)] // words of both passages
    [InlineData("The sluice was built in 1791 by Orrin.", 1, 0)] // the passage says 1,790
    [InlineData("It has 3.5 metres and 17 turns, not 5.", 1, 2.0 / 3)]
    [InlineData("Emperor Nestor painted castles.", 0, 1)]
    [InlineData("Orrin painted castles.", 1.0 / 3, 1)]
    [InlineData("Yes.", 1, 1)] // nothing to compare
    [InlineData("", 1, 1)]
    [InlineData("1923. Orrin built it.", 1, 0)] // a year is a statement
    [InlineData("1. Keepers open it.\n2) It is 3.5 metres wide.\n 3. Dawn.", 1, 1)] // markers of a list are no statements
    public void Measure_Answer_GivesItsShares(string answer, double words, double numbers)
    {
        GroundednessScores scores = Groundedness.Measure(answer, "", Passages);
        Assert.Equal(words, scores.Words, 1e-12);
        Assert.Equal(numbers, scores.Numbers, 1e-12);
    }

    [Fact]
    public void Measure_WordsOfTheInstruction_DoNotCount()
    {
        const string Answer = "Nestor painted castles in 1812, and the sluice of Kelda.";
        Assert.Equal(2.0 / 5, Groundedness.Measure(Answer, "", Passages).Words, 1e-12); // sluice and Kelda of five
        GroundednessScores scores = Groundedness.Measure(Answer, "What did Nestor paint in 1812? Castles?", Passages);
        Assert.Equal(2.0 / 3, scores.Words, 1e-12);
        Assert.Equal(1, scores.Numbers);
    }

    [Fact]
    public void Measure_Phrases_AreThoseOfOnePassage()
    {
        Assert.Equal(1, Groundedness.Measure("built in 1,790 by Orrin", "", Passages).Phrases);
        Assert.Equal(0, Groundedness.Measure("wide two keepers", "", Passages).Phrases); // ends one passage and starts the next
        Assert.Equal(0.5, Groundedness.Measure("keepers open it slowly", "", Passages).Phrases);
        Assert.Equal(1, Groundedness.Measure("two words", "", Passages).Phrases);
    }

    [Fact]
    public void Measure_Han_CountsCharacters()
    {
        Assert.Equal(1, Groundedness.Measure("水門", "", ["この水門は開く"]).Words);
        Assert.Equal(0.5, Groundedness.Measure("水城", "", ["この水門は開く"]).Words);
    }

    [Theory]
    [InlineData("1,000,000 and 2.50, or 7.", "1000000 2.50 7")]
    [InlineData("v1.2.3 ٣ x9y", "1.2.3 ٣ 9")]
    [InlineData("10. Ten\n11) eleven (12)", "12")]
    [InlineData("In 10. place", "10")]
    public void NumbersOf_Text_FindsThem(string text, string expected) => Assert.Equal(expected, string.Join(' ', Groundedness.NumbersOf(text)));

    [Theory]
    [InlineData("yes", true)]
    [InlineData(" **No**, the year is wrong.", false)]
    [InlineData("YES.", true)]
    [InlineData("", null)]
    [InlineData("Nothing", null)]
    [InlineData("yesterday", null)]
    [InlineData("I think yes", null)]
    public void JudgeAnswer_Text_IsYesNoOrAnError(string answer, bool? expected)
    {
        ParsedAnswer<bool> parsed = JudgeAnswer.Parse(answer);
        Assert.Equal(expected, parsed.IsParsed ? parsed.Value : null);
    }
}
