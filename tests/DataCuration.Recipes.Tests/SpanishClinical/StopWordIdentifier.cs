using System.Text;

namespace DataCuration.Recipes.Tests.SpanishClinical;

/// <summary>Identifies Spanish and English by their most common words.</summary>
internal sealed class StopWordIdentifier : ILanguageIdentifier
{
    private static readonly string[] Spanish = ["el", "la", "de", "que", "y", "en", "los", "por", "con", "para", "un", "una", "fue", "se", "del", "al", "no"];
    private static readonly string[] English = ["the", "of", "and", "to", "in", "is", "was", "with", "for", "a", "after", "no"];

    public string Name => "stop-words";

    public void Describe(FingerprintWriter writer) => writer.Add("kind", Name);

    public int Identify(ReadOnlySpan<byte> utf8Text, Span<LanguageScore> languages)
    {
        string[] words = Encoding.UTF8.GetString(utf8Text).ToLowerInvariant().Split([' ', '\n', '.', ','], StringSplitOptions.RemoveEmptyEntries);
        int spanish = words.Count(Spanish.Contains), english = words.Count(English.Contains);
        if (spanish + english == 0) return 0;
        languages[0] = new(spanish >= english ? "es" : "en", (double)Math.Max(spanish, english) / (spanish + english));
        return 1;
    }
}
