
namespace DataCuration.LanguageModels.Tests;

public sealed class DataManTeacherTests
{
    [Theory]
    [InlineData(2.5, 2)]
    [InlineData(3.5, 4)]
    [InlineData(3.0, 3)]
    [InlineData(2.99, 2)]
    [InlineData(3.01, 4)]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    [InlineData(4.1, 5)]
    public void Round_Fractions_GoAwayFromTheMiddle(double score, int expected) => Assert.Equal(expected, DataManTeacher.Round(score)); // T5

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(5.1)]
    public void Round_NoScore_Throws(double score) => Assert.Throws<ArgumentOutOfRangeException>(() => DataManTeacher.Round(score));

    [Fact]
    public void TryParse_FourteenScoresAndOneDomain_IsRounded()
    {
        Assert.True(DataManTeacher.TryParse(Answer(), out DataManRating? rating, out _));
        Assert.Equal("G 2 4 3 5 2 4 3 5 2 4 3 5 2 4", rating.ToString());
        Assert.True(DataManTeacher.TryParse(Answer() + "\nSummary:\n" + Answer(), out DataManRating? twice, out _));
        Assert.Equal(rating, twice);
        Assert.True(DataManTeacher.TryParse(Answer().Replace("/5", " / 5", StringComparison.Ordinal), out _, out _));
    }

    [Fact]
    public async Task Call_ReasoningInFrontOfTheAnswer_IsTakenOff()
    {
        using var loopback = new Loopback(_ => "<think>\n1. Perhaps 1/5.\n14. No: 2/5.\n</think>\n" + Answer());
        StructuredAnswer<DataManRating> answer = await loopback.Calls().CallAsync(Loopback.Call("x"), DataManTeacher.Parser(),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(("G 2 4 3 5 2 4 3 5 2 4 3 5 2 4", 0), (answer.Value.ToString(), answer.Repairs));
    }

    [Fact]
    public void TryParse_RejectedByThePaper_IsATypedFailure()
    {
        Check(DataManAnswerError.NotAvailable, Answer().Replace("[2] Semantic Coherence: 3.5/5", "[2] Semantic Coherence: N/A", StringComparison.Ordinal));
        Check(DataManAnswerError.NotAvailable, Answer() + " (n/a)");
        Check(DataManAnswerError.ScoreCount, Answer().Replace("3.5/5", "none", StringComparison.Ordinal));
        Check(DataManAnswerError.ScoreCount, Answer() + "\nSummary:\n" + Answer().Replace("2.5/5", "2/5", StringComparison.Ordinal)); // the halves differ
        Check(DataManAnswerError.ScoreCount, Answer() + "\n[14] Overall Score: 3/5"); // a number with two scores
        Check(DataManAnswerError.ScoreCount, Answer().Replace("[7]", "[6]", StringComparison.Ordinal));
        Check(DataManAnswerError.ScoreCount, Answer().Replace("[7]", "[15]", StringComparison.Ordinal));
        Check(DataManAnswerError.ScoreCount, Answer().Replace("[7]", "", StringComparison.Ordinal));
        Check(DataManAnswerError.ScoreCount, "");
        Check(DataManAnswerError.Domain, Answer().Replace("[G]", "G", StringComparison.Ordinal));
        Check(DataManAnswerError.Domain, Answer() + " or [A]");
        Check(DataManAnswerError.ScoreOutOfRange, Answer().Replace("2.5/5", "0.5/5", StringComparison.Ordinal));
        Check(DataManAnswerError.ScoreOutOfRange, Answer().Replace("2.5/5", "7/5", StringComparison.Ordinal));

        static void Check(DataManAnswerError expected, string answer)
        {
            Assert.False(DataManTeacher.TryParse(answer, out _, out DataManAnswerError error));
            Assert.Equal(expected, error);
        }
    }

    [Theory]
    [InlineData("[1] Accuracy: about 3/5 of the sentences are clean. 4/5")]
    [InlineData("1. Accuracy: about 3/5 of the sentences are clean. **4/5**")]
    [InlineData("**1) Accuracy (1/5 to 5/5)**: 4 / 5.")]
    [InlineData("### [1] Accuracy - 4/5\nOf 5 sentences, 3/5 are clean, 2/5 are not.")]
    [InlineData("- [ 1 ] Accuracy: 3.5/5, no, 4/5")]
    [InlineData("| 1 | Accuracy | 4/5 |")]
    [InlineData("(1) Accuracy: 4/5\r")]
    [InlineData("1\u3001准确性：有 3/5 的句子通顺。4/5")]
    [InlineData("\u30101\u3011准确性：4/5")]
    [InlineData("**1.** Accuracy: 4/5\nIn all: 3/5, 50/70")]
    [InlineData("Let me see: 2/5 of it is good.\n2024. A year, no number: 3/5\n[1] Accuracy: 4/5")]
    public void TryParse_ScoresInReasonsAndElsewhere_DoNotCount(string line)
    {
        Assert.True(DataManTeacher.TryParse(WithFirst(line), out DataManRating? rating, out DataManAnswerError error), error.ToString());
        Assert.Equal("G 4 4 3 5 2 4 3 5 2 4 3 5 2 4", rating.ToString());
    }

    [Theory]
    [InlineData("Accuracy: 4/5")]
    [InlineData("Scores: 4/5,5/5,3/5,2.5/5,1/5,5/5,4/5,3/5,2/5,1/5,5/5,4/5,3/5,2/5")]
    [InlineData("[1] Accuracy:\n4/5")]
    [InlineData("0. Accuracy: 4/5")]
    [InlineData("3.5/5 for Accuracy")]
    public void TryParse_LineWithoutItsNumber_IsNoScore(string line)
    {
        Assert.False(DataManTeacher.TryParse(WithFirst(line), out _, out DataManAnswerError error));
        Assert.Equal(DataManAnswerError.ScoreCount, error);
    }

    [Theory]
    [InlineData("[1] Accuracy: -3/5")]
    [InlineData("[1] Accuracy:-3/5")]
    [InlineData("[1] Accuracy -3/5")]
    [InlineData("[1] Accuracy: \u22123/5")]
    [InlineData("[1] Accuracy (-3/5)")]
    [InlineData("[1] Accuracy: +3/5")]
    [InlineData("[1] -3/5")]
    public void TryParse_SignedScore_IsRejected(string line)
    {
        Assert.False(DataManTeacher.TryParse(WithFirst(line), out _, out DataManAnswerError error));
        Assert.Equal(DataManAnswerError.ScoreOutOfRange, error);
        Assert.False(DataManTeacher.TryParse(WithFirst(line) + "\n" + WithFirst(line), out _, out error));
        Assert.Equal(DataManAnswerError.ScoreOutOfRange, error);
    }

    [Theory]
    [InlineData("[1] Accuracy - 3/5")]
    [InlineData("[1] Accuracy \u2013 3/5")]
    [InlineData("[1] Accuracy-3/5")]
    [InlineData("[1] **Accuracy**-3/5")]
    [InlineData("[1]-3/5")]
    [InlineData("[1] - 3/5")]
    public void TryParse_DashBetweenNameAndScore_IsNoSign(string line)
    {
        Assert.True(DataManTeacher.TryParse(WithFirst(line), out DataManRating? rating, out _));
        Assert.Equal(3, rating[(DataManCriterion)0]);
    }

    [Theory]
    [InlineData("[1] Accuracy: a mix of action/adventure and human/animal stories, in/around 1990. 3/5")]
    [InlineData("[1] Accuracy: Vietnam/America, Ben/Ann/Al. 3/5")]
    public void TryParse_WordsAroundASlash_AreNotNotAvailable(string line)
    {
        Assert.True(DataManTeacher.TryParse(WithFirst(line), out DataManRating? rating, out DataManAnswerError error), error.ToString());
        Assert.Equal(3, rating[(DataManCriterion)0]);
    }

    [Theory]
    [InlineData("[1] Accuracy: 3,5/5")]
    [InlineData("[1] Accuracy: 1,3 / 5")]
    [InlineData("[1] Accuracy: 4/5 of it, so 3,5/5")]
    public void TryParse_DecimalComma_IsNoOtherScore(string line)
    {
        Assert.False(DataManTeacher.TryParse(WithFirst(line), out _, out DataManAnswerError error));
        Assert.Equal(DataManAnswerError.ScoreCount, error);
        Assert.True(DataManTeacher.TryParse(WithFirst("[1] Accuracy: good,3/5"), out DataManRating? rating, out _));
        Assert.Equal(3, rating[(DataManCriterion)0]);
    }

    [Theory]
    [InlineData("[1] 准确性：通顺。４／５", 4)]
    [InlineData("［１］准确性：通顺。4／5", 4)]
    [InlineData("[1] 准确性：通顺，4/5", 4)]
    [InlineData("[1] 准确性：3．5/5", 4)]
    [InlineData("[1] Accuracy: **4**/5", 4)]
    [InlineData("[1] Accuracy: **4.5**/**5**", 5)]
    [InlineData("[1] Accuracy: `4` / 5", 4)]
    [InlineData("[1] Accuracy: 4/5.0", 4)]
    public void TryParse_ScoreInOtherForms_IsRead(string line, int expected)
    {
        Assert.True(DataManTeacher.TryParse(WithFirst(line), out DataManRating? rating, out DataManAnswerError error), error.ToString());
        Assert.Equal(expected, rating[(DataManCriterion)0]);
    }

    [Theory]
    [InlineData("[1] 准确性：\uFF0D3/5", DataManAnswerError.ScoreOutOfRange)]
    [InlineData("[1] 准确性：Ｎ／Ａ", DataManAnswerError.NotAvailable)]
    [InlineData("[1] 准确性：３/50", DataManAnswerError.ScoreCount)]
    public void TryParse_FullWidthNoScore_IsRejected(string line, DataManAnswerError expected)
    {
        Assert.False(DataManTeacher.TryParse(WithFirst(line), out _, out DataManAnswerError error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("领域：【G】")]
    [InlineData("领域：［Ｇ］")]
    public void TryParse_DomainInChineseBrackets_IsRead(string line)
    {
        Assert.True(DataManTeacher.TryParse(Answer().Replace("Domain: [G]", line, StringComparison.Ordinal), out DataManRating? rating, out _));
        Assert.Equal(DataManDomain.Mathematics, rating.Domain);
    }

    [Fact]
    public void TryParse_HugeHostileAnswer_Fails()
    {
        foreach (string piece in new[] { "1", "1.", "1/", "1/5", "[A", "[A]", "9.9999999 ", " " })
        {
            string answer = string.Concat(Enumerable.Repeat(piece, 2_000_000 / piece.Length));
            Assert.False(DataManTeacher.TryParse(answer, out _, out _));
        }
    }

    [Theory]
    [InlineData(DataManLanguage.English)]
    [InlineData(DataManLanguage.Chinese)]
    public void BuildPrompt_NamesEveryCriterionWithItsMeaningAndEveryDomain(DataManLanguage language)
    {
        string prompt = DataManTeacher.BuildPrompt("The text.", language);
        Assert.All(DataManCriteria.All, criterion => Assert.Contains(language == DataManLanguage.English
            ? criterion.TeacherName() + ": _/5 (higher: " + criterion.Meaning() : criterion.ChineseMeaning(), prompt, StringComparison.Ordinal));
        Assert.All(DataManDomains.All, domain => Assert.Contains($"[{domain.Letter()}]", prompt, StringComparison.Ordinal));
        Assert.EndsWith("\nThe text.", prompt, StringComparison.Ordinal);
    }

    private static string WithFirst(string line)
    {
        string answer = Answer();
        return line + answer[answer.IndexOf('\n', StringComparison.Ordinal)..];
    }

    private static string Answer()
    {
        string[] scores = ["2.5", "3.5", "3", "5"];
        return string.Join('\n',
            DataManCriteria.All.Select(criterion => $"[{(int)criterion + 1}] {criterion.TeacherName()}: {scores[(int)criterion % 4]}/5")) + "\nDomain: [G]";
    }
}
