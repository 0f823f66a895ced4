using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DataCuration.Selection;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// Asks a large general model for labels to train raters on (paper, section 2, and data_tools). The prompt has the criteria with their meanings, a score of
/// <c>_/5</c> for each, and one domain. Answers are checked and rounded as in the paper. The rules are the paper's; the prompt's wording is ours.
/// </summary>
public static partial class DataManTeacher
{
    /// <summary>The version of the wording in recipes and ledgers. It changes with the wording.</summary>
    internal const string Version = "dataman-teacher-2";

    /// <summary>The value of a score with a sign, which is out of range.</summary>
    private const double NoScore = -1;

    /// <summary>Full-width forms that can be part of numbers, scores, signs and domains. The comma and the colon are punctuation of the text.</summary>
    private static readonly SearchValues<char> FullWidthForms =
        SearchValues.Create("\u3010\u3011\uFF0B\uFF0D\uFF0E\uFF0F０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯａｎ\uFF3B\uFF3D");

    /// <summary>The sampling parameters: temperature 0, at most 4,096 tokens (paper).</summary>
    public static CallParameters Parameters { get; } = new() { Temperature = 0, MaxOutputTokens = 4_096 };

    /// <summary>Builds the prompt for a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">The prompt's language.</param>
    public static string BuildPrompt(string text, DataManLanguage language = DataManLanguage.English)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool isChinese = language == DataManLanguage.Chinese;
        var prompt = new StringBuilder(text.Length + 4096);
        prompt.Append(isChinese
            ? "请以很高的准确度和把握评价下面的文本：十四项标准各打 1 到 5 分，可用小数，并请用足整个分数区间；再给出唯一的领域。请逐项思考，每项写一行：先写方括号中的编号，再用一句话说明理由，最后写出“分数/5”。\n\n标准：\n"
            : "Evaluate the text below with high accuracy and confidence: score it from 1 to 5 on each of fourteen criteria (fractions are allowed, and use "
                + "the full range), and name the one domain that it belongs to. "
                + "Go step by step: for each criterion write one line with its number in brackets, a reason in one sentence, then its score as number/5."
                + "\n\nCriteria:\n");
        foreach (DataManCriterion criterion in DataManCriteria.All)
        {
            prompt.Append(CultureInfo.InvariantCulture, $"[{(int)criterion + 1}] ");
            prompt.Append(isChinese ? $"{criterion.ChineseName()}：_/5（分数越高：{criterion.ChineseMeaning()}）\n"
                : $"{criterion.TeacherName()}: _/5 (higher: {criterion.Meaning()})\n");
        }
        prompt.Append(isChinese ? "\n领域：" : "\nDomains: ");
        prompt.AppendJoin(' ', DataManDomains.All.Select(domain => $"[{domain.Letter()}]{(isChinese ? domain.ChineseName() : domain.Name())}"));
        prompt.Append(isChinese
            ? "\n\n回答中必须恰好有十四个分数，按上面的顺序，不得出现 N/A；最后一行写“领域：[字母]”，全文只能出现一个这样的字母。\n\n文本：\n"
            : "\n\nThe answer holds exactly fourteen scores, in the order above, never N/A; its last line is \"Domain: [letter]\", and no other letter in "
                + "brackets appears in it.\n\nText:\n");
        return prompt.Append(text).ToString();
    }

    /// <summary>Builds the messages for a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">The prompt's language.</param>
    public static IReadOnlyList<ChatMessage> BuildMessages(string text, DataManLanguage language = DataManLanguage.English) =>
        [new ChatMessage(ChatRole.User, BuildPrompt(text, language))];

    /// <summary>Rounds a fractional score as in the paper: down below 3, up from 3, so that scores move away from the middle.</summary>
    /// <param name="score">The score.</param>
    /// <exception cref="ArgumentOutOfRangeException">The score is not a number from 0 to 5.</exception>
    public static int Round(double score) =>
        score is >= 0 and <= DataManCriteria.MaxScore
            ? (int)(score < 3 ? Math.Floor(score) : Math.Ceiling(score))
            : throw new ArgumentOutOfRangeException(nameof(score), score, "A score must be from 0 to 5.");

    /// <summary>Parses a teacher's answer.</summary>
    /// <remarks>
    /// Of each line that starts with a criterion's number (<c>[1]</c>, <c>1.</c>, <c>1)</c>), the last score counts; scores elsewhere do not. Answers are
    /// rejected if they contain N/A, lack a score for one of the numbers from 1 to 14, or do not name exactly one domain. So are answers that have a score
    /// with a sign, or one that does not round to 1 to 5. Some models repeat their scores in a summary: a number may come again with the same score.
    /// </remarks>
    /// <param name="answer">Any text.</param>
    /// <param name="rating">The rounded rating.</param>
    /// <param name="error">The first error; <see cref="DataManAnswerError.None"/> if the answer is a rating.</param>
    /// <returns>True if the answer is a rating.</returns>
    public static bool TryParse(string answer, [NotNullWhen(true)] out DataManRating? rating, out DataManAnswerError error) =>
        TryParse(answer, out rating, out error, out _);

    /// <summary>
    /// Creates a parser for <see cref="LanguageModelCalls.CallAsync{T}(LanguageModelCall, AnswerParser{T}, RepairOptions?, CancellationToken)"/>.
    /// </summary>
    public static AnswerParser<DataManRating> Parser() =>
        answer => TryParse(answer, out DataManRating? rating, out DataManAnswerError error, out string message) ? ParsedAnswers.Parsed(rating)
            : ParsedAnswers.Wrong<DataManRating>(DataManAnswer.Code(error), message);

    private static bool TryParse(string answer, [NotNullWhen(true)] out DataManRating? rating, out DataManAnswerError error, out string message)
    {
        ArgumentNullException.ThrowIfNull(answer);
        rating = null;
        answer = WithPlainForms(answer);
        if (NotAvailablePattern().IsMatch(answer))
            return DataManAnswer.Wrong(DataManAnswerError.NotAvailable, "it holds N/A: every criterion needs a score", out error, out message);
        if (!TryReadScores(answer, out double[] found, out string wrong))
            return DataManAnswer.Wrong(DataManAnswerError.ScoreCount, wrong, out error, out message);
        Span<int> scores = stackalloc int[DataManCriteria.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = found[i] is >= 0 and <= DataManCriteria.MaxScore ? Round(found[i]) : 0;
            if (scores[i] == 0) return DataManAnswer.Wrong(DataManAnswerError.ScoreOutOfRange,
                $"the score of {((DataManCriterion)i).TeacherName()} is not from 1 to 5", out error, out message);
        }
        if (!TryReadDomain(answer, out DataManDomain domain))
            return DataManAnswer.Wrong(DataManAnswerError.Domain, "it does not name exactly one domain as [letter]", out error, out message);
        rating = new DataManRating(domain, scores);
        error = DataManAnswerError.None;
        message = "";
        return true;
    }

    /// <summary>
    /// Replaces the full-width digits, letters and signs of Chinese answers: half of a full-width number would otherwise be read as a score.
    /// </summary>
    private static string WithPlainForms(string answer)
    {
        const int Distance = '\uFF01' - '!';
        if (!answer.AsSpan().ContainsAny(FullWidthForms)) return answer;
        return string.Create(answer.Length, answer, static (plain, given) =>
        {
            for (int i = 0; i < plain.Length; i++)
            {
                char c = given[i];
                plain[i] = c is '\u3010' ? '[' : c is '\u3011' ? ']' : FullWidthForms.Contains(c) ? (char)(c - Distance) : c;
            }
        });
    }

    /// <summary>
    /// Reads the last score on each numbered line. A reason may name scores too, and so may lines without a number: they do not count. A line that repeats a
    /// number must repeat its score.
    /// </summary>
    private static bool TryReadScores(string answer, out double[] scores, out string error)
    {
        scores = new double[DataManCriteria.Count];
        Array.Fill(scores, double.NaN);
        foreach (ReadOnlySpan<char> line in answer.AsSpan().EnumerateLines())
        {
            int number = NumberOf(line);
            if (number == 0 || !TryReadLast(line, out double score)) continue;
            double before = scores[number - 1];
            scores[number - 1] = score;
            if (double.IsNaN(before) || before == score) continue;
            error = string.Create(CultureInfo.InvariantCulture, $"it gives criterion {number} two different scores");
            return false;
        }
        int count = scores.Count(score => !double.IsNaN(score));
        error = string.Create(CultureInfo.InvariantCulture,
            $"it holds {count} numbered lines with a score of the form number/5 instead of 14, as in '[1] reason 4/5'");
        return count == scores.Length;
    }

    /// <summary>Returns a line's number from 1 to 14, as in <c>[1]</c>, <c>1.</c> or <c>**1)**</c>; 0 if it has none.</summary>
    private static int NumberOf(ReadOnlySpan<char> line)
    {
        foreach (ValueMatch match in NumberPattern().EnumerateMatches(line))
        {
            ReadOnlySpan<char> digits = line.Slice(match.Index, match.Length).Trim(" \t*#>|_-+([\u3010\uFF08\uFF3B.):,\u3001\uFF0E\uFF09\u3011\uFF3D]");
            bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            return isNumber && number is >= 1 and <= DataManCriteria.Count ? number : 0;
        }
        return 0;
    }

    private static bool TryReadLast(ReadOnlySpan<char> line, out double score)
    {
        score = NoScore;
        bool any = false;
        foreach (ValueMatch match in ScorePattern().EnumerateMatches(line))
        {
            ReadOnlySpan<char> text = line.Slice(match.Index, match.Length);
            any = double.TryParse(text[..text.IndexOf('/')].TrimEnd(" *_`"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out score);
            if (any && HasSign(line, match.Index)) score = NoScore;
        }
        return any;
    }

    /// <summary>
    /// Returns true if a number has a sign directly before it, as in <c>: -3/5</c>. A dash between a word and the number is not a sign (<c>Accuracy-3/5</c>),
    /// nor is a dash followed by a space (<c>Accuracy - 3/5</c>).
    /// </summary>
    private static bool HasSign(ReadOnlySpan<char> answer, int number)
    {
        if (number == 0 || answer[number - 1] is not ('-' or '+' or '\u2212' or '\u2013')) return false; // minus sign and en dash
        return number == 1 || !(char.IsLetterOrDigit(answer[number - 2]) || answer[number - 2] is '*' or '_' or ')' or ']' or '"' or '\'');
    }

    private static bool TryReadDomain(string answer, out DataManDomain domain)
    {
        domain = default;
        bool any = false;
        foreach (ValueMatch match in DomainPattern().EnumerateMatches(answer))
        {
            DataManDomains.TryFromLetter(answer[match.Index + 1], out DataManDomain named);
            if (any && named != domain) return false;
            domain = named;
            any = true;
        }
        return any;
    }

    // A separate word: reasons often contain "action/adventure" or "human/animal".
    [GeneratedRegex(@"(?<![\p{L}\p{Nd}])[Nn]/[Aa](?![\p{L}\p{Nd}])", RegexOptions.CultureInvariant)]
    private static partial Regex NotAvailablePattern();

    // Every repetition is bounded, so the cost per character is constant. A number with a decimal comma (3,5/5) matches with its comma and is then no score, so
    // that it is not read as a 5, and an earlier score on the line does not take its place. In 3/5,5/5 the comma belongs to no number.
    [GeneratedRegex(@"(?<![0-9.]|(?<!/ ?)[0-9],)[0-9]{1,3}([.,][0-9]{1,6})?[*_`]{0,3} ?/ ?[*_`]{0,3}5(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex ScorePattern();

    [GeneratedRegex("""^[ \t*#>|_+-]{0,20}([\[(\u3010\uFF08\uFF3B][ \t]?[0-9]{1,2}[ \t]?[\])\u3011\uFF09\uFF3D]|[0-9]{1,2}[*_ ]{0,3}([.):\u3001\uFF0E\uFF09](?![0-9])|\|))""", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\[[A-O]\]", RegexOptions.CultureInvariant)]
    private static partial Regex DomainPattern();
}
