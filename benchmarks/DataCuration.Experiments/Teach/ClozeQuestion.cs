namespace DataCuration.Experiments.Teach;

/// <summary>A sentence whose end is missing.</summary>
/// <param name="Id">The article's id, the relation, the direction and the number of the wording.</param>
/// <param name="Relation">The relation.</param>
/// <param name="IsForward">True if the object is asked for, as in the article's order; false if the subject is.</param>
/// <param name="Prefix">The sentence up to the answer, with the space before it.</param>
/// <param name="Answer">The right answer.</param>
internal sealed record ClozeQuestion(string Id, Relation Relation, bool IsForward, string Prefix, string Answer)
{
    /// <summary>Returns all questions about an article: each fact in both directions, in every cloze wording.</summary>
    public static IEnumerable<ClozeQuestion> About(InventedArticle article)
    {
        foreach (Fact fact in article.Facts)
        {
            foreach (bool isForward in (bool[])[true, false])
            {
                string[] wordings = (isForward ? Wordings.ClozeForObject : Wordings.ClozeForSubject)[fact.Relation];
                string answer = isForward ? fact.Object : fact.Subject;
                for (int i = 0; i < wordings.Length; i++)
                {
                    string sentence = Wordings.Fill(wordings[i], fact.Subject, fact.Object);
                    string id = FormattableString.Invariant($"{article.Id}/{fact.Relation}/{(isForward ? "forward" : "reverse")}/{i}");
                    yield return new(id, fact.Relation, isForward, sentence[..^(answer.Length + 1)], answer);
                }
            }
        }
    }
}
