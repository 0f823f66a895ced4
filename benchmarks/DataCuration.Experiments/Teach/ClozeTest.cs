using System.Text;
using DataCuration.Training;

namespace DataCuration.Experiments.Teach;

/// <summary>
/// Cloze questions about the tested articles. Each has ten candidates: the right answer and nine answers to the same question about other tested articles.
/// The model's answer is the candidate with the highest mean log probability of its tokens after the question.
/// </summary>
internal sealed class ClozeTest
{
    public const int Candidates = 10;

    private readonly string[][] candidates;
    private readonly List<EvaluationDocument> documents = [];

    public ClozeTest(InventedWorld world, ulong seed, ITokenEncoder encoder)
    {
        ClozeQuestion[][] byArticle = [.. world.Tested.Select(article => ClozeQuestion.About(article).ToArray())];
        Questions = [.. byArticle.SelectMany(questions => questions)];
        QuestionsPerArticle = byArticle[0].Length;
        candidates = [.. byArticle.SelectMany((questions, article) => questions.Select((question, i) => Draw(byArticle, article, i, seed)))];
        for (int q = 0; q < Questions.Count; q++)
        {
            Add(Questions[q].Prefix.TrimEnd());
            foreach (string candidate in candidates[q]) Add(Questions[q].Prefix + candidate);
        }
        var writer = new FingerprintWriter();
        encoder.Describe(writer);
        Evaluation = new EvaluationSet(documents, encoder.EndOfDocument, writer.ToFingerprint());

        void Add(string text)
        {
            var tokens = new List<int>();
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            encoder.Encode(utf8, tokens);
            documents.Add(new(FormattableString.Invariant($"{documents.Count}"), tokens.ToArray(), utf8.Length));
        }
    }

    /// <summary>The questions, article by article.</summary>
    public IReadOnlyList<ClozeQuestion> Questions { get; }

    public int QuestionsPerArticle { get; }

    /// <summary>For each question its beginning, and then its beginning with each candidate.</summary>
    public EvaluationSet Evaluation { get; }

    /// <summary>Returns the candidates of a question. The first is the right answer.</summary>
    public IReadOnlyList<string> CandidatesOf(int question) => candidates[question];

    /// <summary>Returns for each question whether the model answers it. Ties count as wrong.</summary>
    /// <param name="result">The model's result on <see cref="Evaluation"/>.</param>
    public bool[] Score(EvaluationResult result)
    {
        var isRight = new bool[Questions.Count];
        for (int q = 0; q < isRight.Length; q++)
        {
            ReadOnlySpan<DocumentEvaluation> own = [.. result.Documents.Skip(q * (Candidates + 1)).Take(Candidates + 1)];
            var bits = new double[Candidates];
            for (int c = 0; c < Candidates; c++) bits[c] = (own[c + 1].Bits - own[0].Bits) / (own[c + 1].Tokens - own[0].Tokens);
            isRight[q] = bits.Skip(1).All(other => bits[0] < other);
        }
        return isRight;
    }

    private static string[] Draw(ClozeQuestion[][] byArticle, int article, int question, ulong seed)
    {
        var random = SeededRandom.Create(seed, "candidates", byArticle[article][question].Id);
        List<int> others = [.. Enumerable.Range(0, byArticle.Length).Where(other => other != article)];
        string[] drawn = new string[Candidates];
        drawn[0] = byArticle[article][question].Answer;
        for (int i = 1; i < drawn.Length; i++)
        {
            int at = (int)random.NextInt64(others.Count);
            drawn[i] = byArticle[others[at]][question].Answer;
            others.RemoveAt(at);
        }
        return drawn;
    }
}
