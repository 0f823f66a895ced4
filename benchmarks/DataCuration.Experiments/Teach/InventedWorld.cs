namespace DataCuration.Experiments.Teach;

/// <summary>
/// Two groups of articles that have no name in common. The tested ones are asked about. The practice ones are part of the replay: both models read everything
/// about them, in all wordings, and so know the language of the questions.
/// </summary>
internal sealed class InventedWorld
{
    public InventedWorld(ulong seed, int tested, int practice)
    {
        var names = new InventedNames(seed);
        Tested = [.. Enumerable.Range(0, tested).Select(i => InventedArticle.Make(FormattableString.Invariant($"tested-{i}"), names, seed))];
        Practice = [.. Enumerable.Range(0, practice).Select(i => InventedArticle.Make(FormattableString.Invariant($"practice-{i}"), names, seed))];
    }

    public IReadOnlyList<InventedArticle> Tested { get; }

    public IReadOnlyList<InventedArticle> Practice { get; }

    /// <summary>Returns articles as documents.</summary>
    public static Document[] AsDocuments(IEnumerable<InventedArticle> articles) => [.. articles.Select(article => new Document(article.Id, article.Text))];

    /// <summary>Returns the answered questions about the practice articles, each as a document.</summary>
    public Document[] AnsweredQuestions() =>
        [.. Practice.SelectMany(ClozeQuestion.About).Select(question => new Document(question.Id, question.Prefix + question.Answer + "."))];
}
