using DataCuration.Experiments.Teach;

namespace DataCuration.Training.Tests.Experiments;

/// <summary>Cloze questions and their scores.</summary>
public sealed class ClozeTestTests
{
    private static readonly InventedWorld World = new(seed: 2, tested: 11, practice: 2);

    [Fact]
    public void Score_KnownBits_TakesTheMeanOverTheAnswersTokens()
    {
        ClozeTest test = Make();
        // The right answer costs 2 bits a token in the first question and 4 in the others; every other candidate costs 3.
        var documents = new List<DocumentEvaluation>();
        for (int q = 0; q < test.Questions.Count; q++)
        {
            int prefix = test.Evaluation.Documents[documents.Count].Tokens.Length;
            for (int i = 0; i <= ClozeTest.Candidates; i++)
            {
                int tokens = test.Evaluation.Documents[documents.Count].Tokens.Length;
                documents.Add(new()
                {
                    Id = "",
                    Tokens = tokens,
                    Utf8Bytes = 1,
                    Bits = 7 + ((tokens - prefix) * (i != 1 ? 3 : q == 0 ? 2 : 4)),
                });
            }
        }
        Assert.Equal([true, .. Enumerable.Repeat(false, test.Questions.Count - 1)], test.Score(new EvaluationResult(documents)));
    }

    [Fact]
    public void Score_TiedCandidates_IsWrong()
    {
        ClozeTest test = Make();
        DocumentEvaluation[] same = [.. test.Evaluation.Documents.Select(document =>
            new DocumentEvaluation { Id = document.Id, Bits = document.Tokens.Length, Utf8Bytes = 1, Tokens = document.Tokens.Length })];
        Assert.DoesNotContain(true, test.Score(new EvaluationResult(same)));
    }

    [Fact]
    public void Candidates_OfEachQuestion_AreTheRightAnswerAndNineOthersOfItsKind()
    {
        ClozeTest test = Make();
        Assert.Equal(11 * 30, test.Questions.Count);
        for (int q = 0; q < test.Questions.Count; q++)
        {
            ClozeQuestion question = test.Questions[q];
            HashSet<string> ofKind = [.. World.Tested.SelectMany(article => article.Facts).Where(fact => fact.Relation == question.Relation)
                .Select(fact => question.IsForward ? fact.Object : fact.Subject)];
            Assert.Equal(question.Answer, test.CandidatesOf(q)[0]);
            Assert.Equal(ClozeTest.Candidates, test.CandidatesOf(q).Distinct().Count());
            Assert.All(test.CandidatesOf(q), candidate => Assert.Contains(candidate, ofKind));
        }
    }

    [Fact]
    public void Encode_UnknownWord_NamesIt()
    {
        var encoder = new WordEncoder(["Ada wrote The Open Key."]);
        var tokens = new List<int>();
        encoder.Encode("The Key."u8, tokens);
        Assert.Equal([5, 3, 1], tokens);
        Assert.Contains("'Door'", Assert.Throws<ArgumentException>(() => encoder.Encode("The Door"u8, tokens)).Message, StringComparison.Ordinal);
    }

    private static ClozeTest Make() => new(World, seed: 2, new WordEncoder(
        World.Tested.SelectMany(article => ClozeQuestion.About(article)).Select(question => question.Prefix + question.Answer)));
}
