using System.Text;
using System.Text.RegularExpressions;

namespace DataCuration.Experiments.Teach;

/// <summary>
/// A tokenizer for the invented world: words, punctuation marks and line feeds. Its vocabulary is closed. The same one serves both models, and has the words of
/// all their texts and of the questions.
/// </summary>
internal sealed partial class WordEncoder : ITokenEncoder
{
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly string[] words;

    /// <summary>Creates an encoder with the words of some texts, in ordinal order. Id 0 ends documents.</summary>
    public WordEncoder(IEnumerable<string> texts)
    {
        words = [.. texts.SelectMany(Split).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach (string word in words) ids.Add(word, ids.Count + 1);
    }

    /// <inheritdoc/>
    public int VocabularySize => words.Length + 1;

    /// <inheritdoc/>
    public int EndOfDocument => 0;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "words");
        writer.Add("vocabulary", string.Join(' ', words));
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        foreach (string word in Split(Encoding.UTF8.GetString(utf8Text)))
            tokens.Add(ids.TryGetValue(word, out int id) ? id : throw new ArgumentException($"The word '{word}' is not in the vocabulary."));
    }

    private static IEnumerable<string> Split(string text) => WordPattern().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"[\p{L}\p{N}]+|\n|[^\s\p{L}\p{N}]")]
    private static partial Regex WordPattern();
}
