using System.Globalization;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>A judge without a language model: the score is the number of different words of science in the passage, at most 5.</summary>
internal static class RuleDrivenJudge
{
    private static readonly string[] Science = ["enzyme", "orbit", "catalyst", "neuron", "isotope"], Other = ["sale", "menu", "login", "offer", "share"];

    /// <summary>Returns the passage of a prompt: the text between the two lines with the hash.</summary>
    public static string Passage(ChatRequest request)
    {
        string prompt = request.FirstUser;
        int start = prompt.IndexOf("-----\n", StringComparison.Ordinal) + 6, end = prompt.LastIndexOf("\n-----", StringComparison.Ordinal);
        return prompt[start..Math.Max(start, end)];
    }

    public static int Rate(string text) => Science.Count(word => text.Contains(word, StringComparison.Ordinal));

    public static string Answer(ChatRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"It has some facts.\nEducational score: {Rate(Passage(request))}");

    /// <summary>Makes a document of a score.</summary>
    public static Document Make(int number, int score)
    {
        SeededRandom random = SeededRandom.Create(1, "judge", number.ToString(CultureInfo.InvariantCulture));
        var words = new List<string>(Science.Take(score));
        while (words.Count < 12) words.Add(score > 0 && random.NextInt64(6) < score ? Science[random.NextInt64(score)] : Other[random.NextInt64(5)]);
        for (int i = words.Count - 1; i > 0; i--)
        {
            int other = (int)random.NextInt64(i + 1);
            (words[i], words[other]) = (words[other], words[i]);
        }
        return new Document($"d{number:D4}", $"{string.Join(' ', words)} {number}");
    }
}
