using System.Globalization;
using System.Text;

namespace DataCuration.TestKit.LanguageModels;

/// <summary>
/// Replaces a language model that rates texts. It uses simple rules on words, so that its ratings are known in advance and a classifier can learn them.
/// Its ratings say nothing about real quality.
/// </summary>
public static class RuleDrivenRater
{
    private static readonly (DataManDomain Domain, string[] Words)[] DomainWords =
    [
        (DataManDomain.Medicine, ["patient", "clinical", "disease", "therapy", "hospital"]),
        (DataManDomain.Finance, ["bank", "interest", "market", "investor", "shares"]),
        (DataManDomain.Law, ["court", "statute", "plaintiff", "clause", "judge"]),
        (DataManDomain.Mathematics, ["theorem", "proof", "integer", "lemma", "equation"]),
        (DataManDomain.Coding, ["function", "compiler", "variable", "loop", "array"]),
        (DataManDomain.Agriculture, ["harvest", "soil", "crop", "wheat", "cattle"]),
    ];

    private static readonly string[] Fields = ["\nDomain:_", "\nOverall Score:_/5", "\n[1]Accuracy", "\nDomain Types: "];
    private static readonly string[] Good = ["therefore", "moreover", "precisely", "evidence", "consequently"];
    private static readonly string[] Poor = ["lol", "click", "buy", "omg", "subscribe"];

    /// <summary>
    /// Rates a text. The domain is the one with the most words in the text. Scores start at 3, rise with good words, fall with poor ones, and differ a
    /// little between
    /// criteria.
    /// </summary>
    public static DataManRating Rate(string text)
    {
        string[] words = text.Split([' ', '\n', '.', ',', ':', ';', '!', '?'], StringSplitOptions.RemoveEmptyEntries);
        (DataManDomain domain, int hits) = DomainWords.Select(
            entry => (entry.Domain, words.Count(word => entry.Words.Contains(word, StringComparer.OrdinalIgnoreCase)))).MaxBy(entry => entry.Item2);
        int good = words.Count(word => Good.Contains(word, StringComparer.OrdinalIgnoreCase)),
            poor = words.Count(word => Poor.Contains(word, StringComparer.OrdinalIgnoreCase));
        int overall = Math.Clamp(3 + Step(good) - Step(poor), 1, 5);
        int[] scores = [.. DataManCriteria.All.Select(
            criterion => Math.Clamp(criterion == DataManCriterion.OverallScore ? overall : overall + ((int)criterion % 3) - 1, 1, 5))];
        return new(hits > 0 ? domain : DataManDomain.Other, scores);

        static int Step(int count) => count switch { 0 => 0, 1 or 2 => 1, _ => 2 };
    }

    /// <summary>Creates a text with a known rating: words of a domain, good or poor words, and some neutral ones.</summary>
    public static string MakeText(SeededRandom random, int words = 40)
    {
        string[] neutral = ["the", "a", "of", "and", "in", "this", "shows", "that", "with", "for", "is", "was", "people",
            "day", "time", "way", "part", "place"];
        string[] topic = DomainWords[random.NextInt64(DomainWords.Length)].Words;
        string[]? mood = random.NextInt64(3) switch { 0 => Good, 1 => Poor, _ => null };
        int moodWords = random.NextInt64(2) == 0 ? 2 : 5;
        var text = new StringBuilder();
        for (int i = 0; i < words; i++)
        {
            string[] list = i % 5 == 0 ? topic : mood is not null && i % 5 == 1 && i / 5 < moodWords ? mood : neutral;
            text.Append(i == 0 ? "" : " ").Append(list[random.NextInt64(list.Length)]);
        }
        return text.Append('.').ToString();
    }

    /// <summary>Answers a request in the form that its prompt asks for; for <see cref="LoopbackChatServer"/>.</summary>
    public static string Answer(ChatRequest request)
    {
        string prompt = request.FirstUser;
        if (prompt.Contains("\n\nText:\n", StringComparison.Ordinal))
            return TeacherAnswer(Rate(prompt[(prompt.IndexOf("\n\nText:\n", StringComparison.Ordinal) + 8)..]));
        int start = prompt.IndexOf("\nText: ", StringComparison.Ordinal) + 7;
        int end = Fields.Select(field => prompt.LastIndexOf(field, StringComparison.Ordinal)).Where(place => place >= 0).Min();
        DataManRating rating = Rate(prompt[start..end]);
        string letter = rating.Domain!.Value.Letter().ToString();
        if (prompt.Contains("\n[1]Accuracy:_/5", StringComparison.Ordinal)) return letter + "\n" + string.Join('\n', rating.Scores);
        return prompt.EndsWith("Domain:_", StringComparison.Ordinal) ? letter : rating[DataManCriterion.OverallScore].ToString(CultureInfo.InvariantCulture);
    }

    private static string TeacherAnswer(DataManRating rating)
    {
        var answer = new StringBuilder("Step by step:\n");
        foreach (DataManCriterion criterion in DataManCriteria.All)
        {
            // A fraction that the paper's rounding turns into the score.
            double said = rating[criterion] >= 4 ? rating[criterion] - 0.5 : rating[criterion] < 3 ? rating[criterion] + 0.5 : 3;
            answer.Append(CultureInfo.InvariantCulture, $"[{(int)criterion + 1}] {criterion.TeacherName()}: by the rules. {said}/5\n");
        }
        return answer.Append(CultureInfo.InvariantCulture, $"Domain: [{rating.Domain!.Value.Letter()}]").ToString();
    }
}
