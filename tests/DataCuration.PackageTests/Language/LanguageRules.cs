using System.Text.RegularExpressions;

namespace DataCuration.PackageTests.Language;

/// <summary>The rules of plain English that comments and documentation pages follow.</summary>
internal static partial class LanguageRules
{
    /// <summary>The maximum number of words in a sentence.</summary>
    public const int MaxWords = 40;

    /// <summary>The name of the rule about summaries.</summary>
    public const string Summary = "summary begins with W-word";

    /// <summary>Turned phrases. The name of a rule contains the plain word if there is one.</summary>
    public static IReadOnlyList<(string Rule, Regex Pattern)> Turned { get; } =
    [
        ("stand for 'is'", Phrase(@"\b(?:stands|stood)\b(?! for)|\bstand\b(?! for| in\b|-)")),
        ("go on for 'continue'", Phrase(@"\b(?:goes|go|went|going) on\b")),
        ("so many/as many", Phrase(@"\b(?:so|as) many\b")),
        ("behind for 'after'", Phrase(@"\bbehind\b")),
        ("none as predicate", Phrase(@"\b(?:is|are|was|were|be|as) none\b")),
        ("at hand", Phrase(@"\bat hand\b")),
        ("nobody/whoever", Phrase(@"\b(?:nobody|whoever|whosoever|whom)\b")),
        ("begin as noun", Phrase(@"\b(?:the|a|its|their|every|each|whose|shard's|file's|line's|at|from) begins?\b(?!ning)")),
        ("turned verbs", Phrase(@"\b(?:befalls?|heed|takes? down|by wish|in the midst|finding the strength|as often as|is told|told about)\b")),
        ("turned verbs", Phrase(@"\b(?:put right|pays? it no|lies? at|dealt with)\b")),
    ];

    /// <summary>Checks a C# file or a Markdown page.</summary>
    /// <param name="file">The file's name, for messages; its extension decides how it is read.</param>
    /// <param name="text">The file's text.</param>
    public static IEnumerable<LanguageFinding> Check(string file, string text) => Check(file, Read(file, text));

    /// <summary>Reads a C# file or a Markdown page.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="text">The file's text.</param>
    public static CheckedText Read(string file, string text) =>
        file.EndsWith(".cs", StringComparison.Ordinal) ? CSharpComments.Read(text) : MarkdownText.Read(text);

    /// <summary>Checks a file that has been read.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="read">The parts of the file that are checked.</param>
    public static IEnumerable<LanguageFinding> Check(string file, CheckedText read)
    {
        foreach ((int line, int length, string text) in read.LongLines)
        {
            string kind = !file.EndsWith(".cs", StringComparison.Ordinal) ? "line"
                : text.TrimStart().StartsWith("//", StringComparison.Ordinal) ? "comment line" : "CODE line";
            yield return new LanguageFinding(file, line, $"{kind} of {length} > {CheckedText.MaxLine}", Shorten(text));
        }
        foreach (TextBlock block in read.Blocks)
        {
            foreach (Match summary in SummaryElement().Matches(block.Text))
                if (QuestionWord().IsMatch(summary.Groups[1].Value)) yield return At(file, block, summary.Index, Summary, summary.Groups[1].Value);
            string masked = Mask(block.Text);
            string oneLine = masked.Replace('\n', ' ');
            foreach ((string rule, Regex pattern) in Turned)
                foreach (Match match in pattern.Matches(oneLine))
                {
                    int from = Math.Max(0, match.Index - 50);
                    yield return At(file, block, match.Index, rule, block.Text[from..Math.Min(block.Text.Length, match.Index + match.Length + 50)]);
                }
            foreach ((int start, string sentence) in Sentences(masked))
            {
                int words = Word().Count(sentence);
                if (words > MaxWords) yield return At(file, block, start, $"sentence of {words} words", block.Text[start..]);
            }
        }
    }

    /// <summary>Counts the sentences of a block.</summary>
    /// <param name="block">The block.</param>
    public static int CountSentences(TextBlock block) => Sentences(Mask(block.Text)).Count(sentence => Word().IsMatch(sentence.Text));

    private static IEnumerable<(int Start, string Text)> Sentences(string masked)
    {
        int start = 0;
        foreach (Match end in SentenceEnd().Matches(masked))
        {
            yield return Trimmed(start, end.Index);
            start = end.Index + end.Length;
        }
        yield return Trimmed(start, masked.Length);

        (int, string) Trimmed(int from, int to)
        {
            while (from < to && char.IsWhiteSpace(masked[from])) from++;
            return (from, masked[from..to]);
        }
    }

    /// <summary>
    /// Replaces code, references and markup by text of the same length: places in the result are places in the original.
    /// Code and references become one word, and elements such as <c>param</c> end a sentence.
    /// </summary>
    private static string Mask(string text)
    {
        text = InlineCode().Replace(text, Fill('X'));
        text = Reference().Replace(text, Fill('X'));
        text = LinkTarget().Replace(text, match => "]" + Fill(' ')(match)[1..]);
        text = BlockElement().Replace(text, Fill('\u2029'));
        return Element().Replace(text, Fill(' '));

        static MatchEvaluator Fill(char filler) => match => string.Create(match.Length, match.Value, (span, value) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = value[i] == '\n' ? '\n' : filler;
        });
    }

    private static LanguageFinding At(string file, TextBlock block, int index, string rule, string text) =>
        new(file, block.Line + block.Text.AsSpan(0, index).Count('\n'), rule, Shorten(text));

    private static string Shorten(string text)
    {
        text = Space().Replace(text, " ").Trim();
        return text.Length <= 140 ? text : text[..140] + "…";
    }

    private static Regex Phrase(string pattern) =>
        new(pattern.Replace(" ", @"\s+", StringComparison.Ordinal), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    [GeneratedRegex(@"<summary>(.*?)</summary>", RegexOptions.Singleline)]
    private static partial Regex SummaryElement();

    [GeneratedRegex(@"^\s*(?:What|Where|Whether|How|Who|Whose|Whom)\b")]
    private static partial Regex QuestionWord();

    [GeneratedRegex(@"<c>.*?</c>|<code>.*?</code>|`[^`]*`", RegexOptions.Singleline)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"<(?:see|paramref|typeparamref|seealso)\b[^>]*/>")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"</?(?:summary|param|returns|value|remarks|exception|para|item|list|term|description|typeparam|inheritdoc|content|example)\b[^>]*>")]
    private static partial Regex BlockElement();

    [GeneratedRegex(@"<[^>]+>")]
    private static partial Regex Element();

    [GeneratedRegex(@"(?<=[.!?])[""')]?\s+|\n\s*\n|\u2029+")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[A-Za-z0-9][\w'’.,/%-]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
