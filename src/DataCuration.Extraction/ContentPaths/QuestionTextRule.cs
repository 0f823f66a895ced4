using System.Buffers;

namespace DataCuration.Extraction;

/// <summary>
/// RedStone's rule (arXiv 2412.03398) for multiple-choice questions: the text mentions such a question, and has a list of answers lettered a, b, c, d in one
/// style. The paper gives no further detail. Here the letters must be consecutive, in one case and one style. <c>a.</c> and <c>a:</c> count only at the start
/// of a line, since initials of names occur inside lines. <c>a)</c> and <c>(a)</c> count at the start of any word. A classifier should confirm the result
/// (RedStone's threshold: 0.825). Thread-safe.
/// </summary>
public sealed record QuestionTextRule
{
    /// <summary>The maximum number of characters between two letters of a list. Longer parts are sections of a text, not answers.</summary>
    private const int MaxGap = 600;

    /// <summary>The number of combinations of case and punctuation.</summary>
    private const int Styles = 8;

    /// <summary>Common phrases of multiple-choice questions, in the languages with most such pages.</summary>
    private static readonly string[] DefaultMentions =
    [
        "which of the following", "which one of the following", "which of these", "all of the following", "none of the above", "all of the above",
        "multiple choice", "multiple-choice", "mcq", "choose the correct", "choose the best",
        "choose one", "select the correct", "select the best", "select one", "pick the correct", "the correct answer", "correct answer", "correct option",
        "correct choice", "right answer", "the answer is", "answer key", "answer choices",
        "welche der folgenden", "welcher der folgenden", "welches der folgenden", "richtige antwort", "lequel des", "laquelle des", "lesquels des",
        "bonne réponse", "choix multiple", "cuál de los siguientes", "cuál de las siguientes",
        "respuesta correcta", "opción múltiple", "qual das seguintes", "qual dos seguintes", "assinale a alternativa", "resposta correta", "múltipla escolha",
        "quale delle seguenti", "quale dei seguenti", "risposta corretta", "scelta multipla",
        "какой из следующих", "какая из следующих", "какое из следующих", "выберите правильный", "правильный ответ", "вариант ответа", "選択肢", "次のうち",
        "下列", "选择题", "選擇題", "正确答案", "다음 중",
    ];

    private readonly SearchValues<string> mentions = SearchValues.Create(DefaultMentions, StringComparison.OrdinalIgnoreCase);

    /// <summary>The rule with default options.</summary>
    public static QuestionTextRule Default { get; } = new();

    /// <summary>The minimum number of answers in a list, from 2 to 8. Default: 4 (a to d, RedStone).</summary>
    public int MinAnswers
    {
        get;
        init => field = value is >= 2 and <= 8 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The value must be from 2 to 8.");
    } = 4;

    /// <summary>The phrases of which the text must contain one, ignoring case. Default: common phrases in English and some other languages.</summary>
    public IReadOnlyList<string> Mentions
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            mentions = SearchValues.Create([.. value], StringComparison.OrdinalIgnoreCase);
        }
    } = DefaultMentions;

    /// <summary>Evaluates a text. The result is accepted or rejected, never undecided.</summary>
    /// <param name="text">The text.</param>
    public RuleVerdict Evaluate(ReadOnlySpan<char> text) => text.IndexOfAny(mentions) >= 0 && HasAnswers(text) ? RuleVerdict.Accepted : RuleVerdict.Rejected;

    /// <summary>Writes the options into a fingerprint.</summary>
    /// <param name="writer">Receives the options.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MinAnswers), MinAnswers);
        writer.Add(nameof(Mentions), string.Join('\n', Mentions));
    }

    /// <summary>Returns true if letters are consecutive from a, tracked per style in one pass.</summary>
    private bool HasAnswers(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[Styles];
        Span<int> lastAt = stackalloc int[Styles];
        counts.Clear();
        bool lineStart = true, wordStart = true;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\n') (lineStart, wordStart) = (true, true);
            else if (char.IsWhiteSpace(c)) wordStart = true;
            else
            {
                if (wordStart && Marker(text[i..], lineStart, out int style) is >= 0 and int letter)
                {
                    if (letter == 0) counts[style] = 1;
                    else if (letter == counts[style] && i - lastAt[style] <= MaxGap) counts[style]++;
                    else continue;
                    lastAt[style] = i;
                    if (counts[style] >= MinAnswers) return true;
                }
                wordStart = c is '|' or '*' or '-' or '•';
                // Bullets, quote marks and cell bars of Markdown may precede the letter.
                lineStart &= c is '*' or '-' or '•' or '>' or '|' or '#';
            }
        }
        return false;
    }

    /// <summary>Gets the zero-based letter of an answer marker; -1 if there is no marker here.</summary>
    private static int Marker(ReadOnlySpan<char> text, bool lineStart, out int style)
    {
        style = 0;
        bool open = text[0] is '(' or '[';
        if (open) text = text[1..];
        if (text.Length < 2) return -1;
        int letter = (text[0] | 0x20) - 'a';
        if (letter is < 0 or > 7 || !char.IsAsciiLetter(text[0])) return -1;
        int mark = (open, text[1]) switch { (true, ')' or ']') => 0, (false, ')') => 1, (false, '.') => 2, (false, ':' or '：' or '、') => 3, _ => -1 };
        if (mark < 0 || (mark >= 2 && !lineStart)) return -1;
        // Excludes "a.m." and "b.c": no ASCII character other than white space may follow a marker.
        if (mark >= 2 && text.Length > 2 && !char.IsWhiteSpace(text[2]) && text[2] < 0x80) return -1;
        style = mark * 2 + (char.IsAsciiLetterUpper(text[0]) ? 1 : 0);
        return letter;
    }
}
