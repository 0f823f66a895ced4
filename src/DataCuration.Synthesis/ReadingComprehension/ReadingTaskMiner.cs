using System.Text;
using System.Text.RegularExpressions;

namespace DataCuration.Synthesis;

/// <summary>Finds tasks in a text by connectors and phrases.</summary>
internal static partial class ReadingTaskMiner
{
    /// <summary>The most words of the sentences of a <see cref="ReadingTaskKind.WordsToText"/> task (AdaptLLM: 100 tokens, two sentences).</summary>
    private const int MaxTargetWords = 100;

    /// <summary>The least number of domain words in them (AdaptLLM).</summary>
    private const int MinDomainWords = 3;

    /// <summary>A domain word has more characters than this (AdaptLLM counts those of a token).</summary>
    private const int DomainWordLength = 10;

    /// <summary>The most words of a title (our choice).</summary>
    private const int MaxTitleWords = 20;

    // The connectors are AdaptLLM's, divided so that no pair of sentences gives two tasks. A longer connector comes before its own beginning.
    private static readonly (ReadingTaskKind Kind, string Label, string[] Connectors)[] Connectors =
    [
        (ReadingTaskKind.Inference, "Entail", ["Therefore", "Thus", "Accordingly", "Hence", "For this reason"]),
        (ReadingTaskKind.Inference, "Neutral", ["Furthermore", "Additionally", "Moreover", "In addition"]),
        (ReadingTaskKind.Inference, "Contradict", ["However", "But", "No"]),
        (ReadingTaskKind.Paraphrase, "Similar", ["In other words", "Namely", "That is to say", "Similarly", "Equally"]),
        (ReadingTaskKind.Paraphrase, "Different", ["On the contrary", "In contrast", "Whereas"]),
    ];

    /// <summary>Mines the tasks of a text, in the order of the kinds and then of the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="minLength">The least length of a sentence in code points.</param>
    /// <param name="maxPerLabel">The most tasks of a label.</param>
    /// <param name="domain">The words of the domain; null to mine no words.</param>
    public static List<ReadingTask> Mine(string text, int minLength, int maxPerLabel, TermMatcher? domain)
    {
        List<Sentence> sentences = SentenceSplitter.Split(text);
        var tasks = new List<ReadingTask>();
        string? title = Title(sentences);
        if (title is not null) tasks.Add(new(ReadingTaskKind.Summary, "Topic", "", title));
        for (int i = title is null ? 0 : 1; i < sentences.Count; i++)
        {
            Sentence sentence = sentences[i];
            bool isLong = Length(sentence.Text) >= minLength;
            if (isLong && Definition().Match(sentence.Text) is { Success: true } definition)
                tasks.Add(new(ReadingTaskKind.WordsToText, "Definition", definition.Groups[1].Value, sentence.Text));
            if (isLong && Cause().Match(sentence.Text) is { Success: true } cause)
                tasks.Add(new(ReadingTaskKind.CommonReason, "Effect-cause", cause.Groups[1].Value, cause.Groups[2].Value));
            if (domain is not null) AddWords(tasks, sentences, i, domain);
            // Sentences of different lines do not belong together.
            if (i == 0 || !isLong || sentences[i - 1].Line != sentence.Line || Length(sentences[i - 1].Text) < minLength) continue;
            string previous = sentences[i - 1].Text;
            if (Connect(previous, sentence.Text, minLength) is { } pair) tasks.Add(pair);
            else tasks.Add(new(ReadingTaskKind.TextCompletion, "Continuation", previous, sentence.Text));
        }
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. tasks.Where(task => (counts[task.Label] = counts.GetValueOrDefault(task.Label) + 1) <= maxPerLabel).OrderBy(task => task.Kind)];
    }

    /// <summary>Counts code points.</summary>
    private static int Length(string text) => text.EnumerateRunes().Count();

    private static string? Title(List<Sentence> sentences) => sentences.Count > 1 && sentences[1].Line > sentences[0].Line
        && sentences[0].Text is var first && !first.EndsWith('.') && !first.EndsWith(':') && first.Split(' ').Length <= MaxTitleWords ? first : null;

    private static ReadingTask? Connect(string previous, string sentence, int minLength)
    {
        foreach ((ReadingTaskKind kind, string label, string[] connectors) in Connectors)
        {
            foreach (string connector in connectors)
            {
                if (!sentence.StartsWith(connector, StringComparison.Ordinal) || sentence.Length == connector.Length) continue;
                bool hasComma = sentence[connector.Length] == ',';
                // "No" alone begins too many sentences that contradict nothing.
                if (!hasComma && (sentence[connector.Length] != ' ' || connector == "No")) continue;
                string rest = sentence[(connector.Length + (hasComma ? 1 : 0))..].TrimStart();
                return Length(rest) >= minLength ? new(kind, label, previous, Capitalize(rest)) : null;
            }
        }
        return null;
    }

    private static void AddWords(List<ReadingTask> tasks, List<Sentence> sentences, int at, TermMatcher domain)
    {
        string target = sentences[at].Text;
        List<string> words = DomainWords(target, domain);
        // A sentence with too few words may have enough together with the next one.
        if (words.Count is > 0 and < MinDomainWords && at + 1 < sentences.Count && sentences[at + 1].Line == sentences[at].Line)
        {
            if (DomainWords(sentences[at + 1].Text, domain).Count >= MinDomainWords) return;
            target = $"{target} {sentences[at + 1].Text}";
            words = DomainWords(target, domain);
        }
        if (words.Count < MinDomainWords || target.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > MaxTargetWords) return;
        tasks.Add(new(ReadingTaskKind.WordsToText, "Words", string.Join(", ", words), target));
    }

    private static List<string> DomainWords(string text, TermMatcher domain)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var words = new List<string>();
        foreach (TermMatch match in domain.Find(utf8))
        {
            string word = Encoding.UTF8.GetString(utf8.AsSpan(match.Start, match.Length));
            if (Length(word) > DomainWordLength && !words.Contains(word, StringComparer.OrdinalIgnoreCase)) words.Add(word);
        }
        return words;
    }

    private static string Capitalize(string text)
    {
        Rune.DecodeFromUtf16(text, out Rune first, out int length);
        return Rune.ToUpperInvariant(first).ToString() + text[length..];
    }

    [GeneratedRegex(@"^(?:An? |The )?(\S.{0,80}?) (?:is|are) defined as \S", RegexOptions.CultureInvariant)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^(\S.*\S),? (?:due to|on account of|owing to) (\S.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Cause();
}
