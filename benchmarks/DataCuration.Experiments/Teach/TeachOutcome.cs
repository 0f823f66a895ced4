namespace DataCuration.Experiments.Teach;

/// <summary>The answers of one model.</summary>
/// <param name="Arm">The model's name.</param>
/// <param name="Questions">The questions, article by article.</param>
/// <param name="IsRight">For each question, whether the model answered it.</param>
/// <param name="QuestionsPerArticle">The number of questions about each article.</param>
internal sealed record TeachOutcome(string Arm, IReadOnlyList<ClozeQuestion> Questions, IReadOnlyList<bool> IsRight, int QuestionsPerArticle)
{
    /// <summary>Returns the share of right answers among some questions.</summary>
    public double Accuracy(Func<ClozeQuestion, bool> which) =>
        Enumerable.Range(0, Questions.Count).Where(q => which(Questions[q])).Average(q => IsRight[q] ? 1.0 : 0);

    /// <summary>Returns for each article the right answers and the number of questions, among some questions.</summary>
    public IEnumerable<(int Right, int Questions)> ByArticle(Func<ClozeQuestion, bool> which) =>
        Enumerable.Range(0, Questions.Count).Chunk(QuestionsPerArticle).Select(article => article.Where(q => which(Questions[q])).ToArray())
            .Select(article => (article.Count(q => IsRight[q]), article.Length));
}
