using System.Text;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

public sealed class DataManAnswerTests
{
    private const string Scores = "5\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2";

    [Fact]
    public void TryParse_FifteenLines_IsARating()
    {
        Assert.True(DataManAnswer.TryParse("G\n" + Scores, DataManPromptMode.AllRating, out DataManRating? rating, out DataManAnswerError error));
        Assert.Equal(DataManAnswerError.None, error);
        Assert.Equal(DataManDomain.Mathematics, rating.Domain);
        Assert.Equal([5, 4, 3, 2, 1, 5, 4, 3, 2, 1, 5, 4, 3, 2], rating.Scores);
        Assert.Equal((5, 2), (rating[DataManCriterion.Accuracy], rating[DataManCriterion.OverallScore]));
    }

    [Theory]
    [InlineData("G\n" + Scores + "\n")]
    [InlineData(" G\n" + Scores)]
    [InlineData("\n\n\u3000G\n" + Scores + "\r\n\t\u001c")]
    [InlineData("G\r\n5\r\n4\r\n3\r\n2\r\n1\r\n5\r\n4\r\n3\r\n2\r\n1\r\n5\r\n4\r\n3\r\n2\r\n")]
    public void TryParse_WhiteSpaceAround_IsStripped(string answer) =>
        Assert.Equal("G 5 4 3 2 1 5 4 3 2 1 5 4 3 2", DataManAnswer.Parse(answer, DataManPromptMode.AllRating).ToString());

    [Theory]
    [InlineData("G\n5\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3", DataManAnswerError.LineCount)] // T1: 14 lines
    [InlineData("\n" + Scores, DataManAnswerError.LineCount)] // stripped, the domain's line is missing
    [InlineData("G\n" + Scores + "\n.", DataManAnswerError.LineCount)]
    [InlineData("G\n" + Scores + "\n5", DataManAnswerError.LineCount)]
    [InlineData("", DataManAnswerError.LineCount)]
    [InlineData("P\n" + Scores, DataManAnswerError.Domain)] // T1: "P"
    [InlineData("g\n" + Scores, DataManAnswerError.Domain)]
    [InlineData("G \n" + Scores, DataManAnswerError.Domain)]
    [InlineData("Ｇ\n" + Scores, DataManAnswerError.Domain)]
    [InlineData("G\n6\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.ScoreOutOfRange)] // T1: "6"
    [InlineData("G\n0\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.ScoreOutOfRange)]
    [InlineData("G\n-1\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.ScoreOutOfRange)]
    [InlineData("G\n99999999999999999999\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.ScoreOutOfRange)]
    [InlineData("G\n4/5\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.ScoreNotInteger)] // T1: "4/5"
    [InlineData("G\n4.5\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.ScoreNotInteger)]
    [InlineData("G\n05\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.ScoreNotInteger)]
    [InlineData("G\n５\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.ScoreNotInteger)]
    [InlineData("G\n\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.ScoreNotInteger)]
    [InlineData("G\nAccuracy: 5\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.ScoreNotInteger)]
    [InlineData("G\r\r\n5\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.Domain)]
    [InlineData("G\n5 \n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2", DataManAnswerError.ScoreNotInteger)]
    public void TryParse_AnythingElse_IsATypedFailure(string answer, DataManAnswerError expected)
    {
        Assert.False(DataManAnswer.TryParse(answer, DataManPromptMode.AllRating, out DataManRating? rating, out DataManAnswerError error));
        Assert.Null(rating);
        Assert.Equal(expected, error);
        Assert.Equal(expected, Assert.Throws<DataManAnswerException>(() => DataManAnswer.Parse(answer, DataManPromptMode.AllRating)).Error);
        Assert.Equal(DataManAnswer.Code(expected), DataManAnswer.Parser(DataManPromptMode.AllRating)(answer).ErrorCode);
    }

    [Theory]
    [InlineData(DataManPromptMode.ScoreOnly, "4", "- 0 0 0 0 0 0 0 0 0 0 0 0 0 4")]
    [InlineData(DataManPromptMode.DetailedScoreOnly, "1", "- 0 0 0 0 0 0 0 0 0 0 0 0 0 1")]
    [InlineData(DataManPromptMode.DomainOnly, "O", "O 0 0 0 0 0 0 0 0 0 0 0 0 0 0")]
    [InlineData(DataManPromptMode.DetailedDomainOnly, "A", "A 0 0 0 0 0 0 0 0 0 0 0 0 0 0")]
    public void TryParse_SingleFields_AreRead(DataManPromptMode mode, string answer, string expected)
    {
        Assert.Equal(expected, DataManAnswer.Parse(answer, mode).ToString());
        Assert.Equal(expected, DataManAnswer.Parse("\r\n " + answer + " \n", mode).ToString());
        Assert.Equal(DataManAnswerError.LineCount, Assert.Throws<DataManAnswerException>(() => DataManAnswer.Parse(answer + "\n5", mode)).Error);
        Assert.False(DataManAnswer.TryParse(answer + "!", mode, out _, out _));
        Assert.False(DataManAnswer.TryParse("", mode, out _, out _));
    }

    [Fact]
    public void TryParse_100000FuzzedAnswers_NeverThrowsAndTakesOnlyRatings()
    {
        var random = new SeededRandom(20260101);
        int taken = 0;
        for (int i = 0; i < 100_000; i++)
        {
            string answer = Fuzz(ref random);
            foreach (DataManPromptMode mode in new[] { DataManPromptMode.AllRating, DataManPromptMode.ScoreOnly, DataManPromptMode.DomainOnly })
            {
                bool isRating = DataManAnswer.TryParse(answer, mode, out DataManRating? rating, out DataManAnswerError error);
                Assert.Equal(isRating, error == DataManAnswerError.None);
                if (!isRating) continue;
                taken++;
                // A rating that was accepted formats back to the same answer.
                string back = mode switch
                {
                    DataManPromptMode.AllRating => rating!.Domain!.Value.Letter() + "\n" + string.Join('\n', rating.Scores),
                    DataManPromptMode.ScoreOnly => rating![DataManCriterion.OverallScore].ToString(System.Globalization.CultureInfo.InvariantCulture),
                    _ => rating!.Domain!.Value.Letter().ToString(),
                };
                Assert.Equal(answer.Replace("\r\n", "\n", StringComparison.Ordinal).Trim(), back);
            }
            if (DataManTeacher.TryParse(answer, out DataManRating? label, out _)) Assert.All(label.Scores, score => Assert.InRange(score, 1, 5));
        }
        Assert.True(taken > 1_000, $"Only {taken} answers were good: the fuzzing is too wild to test anything.");
    }

    private static string Fuzz(ref SeededRandom random)
    {
        if (random.NextInt64(4) == 0) return GarbageAnswers.Make(random);
        var answer = new StringBuilder("G\n" + Scores);
        string[] pieces = ["\n", "6", "0", "P", "/5", "-", " ", "\r", "\0", "é", "\ud83d", "5", "3.5", "N/A", "[G]", "A", "999999999999"];
        if (random.NextInt64(8) == 0) answer.Clear().Append(pieces[random.NextInt64(pieces.Length)]);
        for (long edits = random.NextInt64(4); edits > 0; edits--)
        {
            int at = (int)random.NextInt64(answer.Length + 1);
            if (random.NextInt64(2) == 0 && at < answer.Length) answer.Remove(at, (int)Math.Min(answer.Length - at, 1 + random.NextInt64(3)));
            else answer.Insert(at, pieces[random.NextInt64(pieces.Length)]);
        }
        return answer.ToString();
    }
}
