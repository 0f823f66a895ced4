using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DataCuration.Selection;

namespace DataCuration.LanguageModels;

/// <summary>Parses the answers of DataMan models: lines separated by <c>\n</c>, each with one letter or digit.</summary>
/// <remarks>
/// White space around the answer is removed first, as in the paper's code, and lines may end with CR LF. Otherwise the parser is strict: no spaces, no names,
/// no <c>/5</c>. One wrong line makes the whole answer an error, and no score is ever guessed.
/// </remarks>
public static class DataManAnswer
{
    /// <summary>The number of lines in <see cref="DataManPromptMode.AllRating"/>: the domain's letter and fourteen scores.</summary>
    public const int AllRatingLines = 1 + DataManCriteria.Count;

    /// <summary>Parses an answer.</summary>
    /// <param name="answer">Any text.</param>
    /// <param name="mode">The mode of the prompt.</param>
    /// <param name="rating">The rating.</param>
    /// <param name="error">The first error in the order line count, domain, scores; <see cref="DataManAnswerError.None"/> if the answer is a rating.</param>
    /// <returns>True if the answer is a rating.</returns>
    public static bool TryParse(ReadOnlySpan<char> answer, DataManPromptMode mode,
        [NotNullWhen(true)] out DataManRating? rating, out DataManAnswerError error) =>
        TryParse(answer, mode, out rating, out error, out _);

    /// <summary>Parses an answer.</summary>
    /// <param name="answer">Any text.</param>
    /// <param name="mode">The mode of the prompt.</param>
    /// <exception cref="DataManAnswerException">The answer is not a rating.</exception>
    public static DataManRating Parse(ReadOnlySpan<char> answer, DataManPromptMode mode) =>
        TryParse(answer, mode, out DataManRating? rating, out DataManAnswerError error, out string message) ? rating
            : throw new DataManAnswerException(message) { Error = error };

    /// <summary>
    /// Creates a parser for <see cref="LanguageModelCalls.CallAsync{T}(LanguageModelCall, AnswerParser{T}, RepairOptions?, CancellationToken)"/>.
    /// </summary>
    /// <param name="mode">The mode of the prompt.</param>
    public static AnswerParser<DataManRating> Parser(DataManPromptMode mode) =>
        answer => TryParse(answer, mode, out DataManRating? rating, out DataManAnswerError error, out string message) ? ParsedAnswers.Parsed(rating)
            : ParsedAnswers.Wrong<DataManRating>(Code(error), message);

    /// <summary>Returns an error's name in reports and test vectors, such as <c>line_count</c>.</summary>
    /// <param name="error">The error.</param>
    public static string Code(DataManAnswerError error) => error switch
    {
        DataManAnswerError.None => "none",
        DataManAnswerError.LineCount => "line_count",
        DataManAnswerError.Domain => "domain",
        DataManAnswerError.ScoreNotInteger => "score_not_integer",
        DataManAnswerError.ScoreOutOfRange => "score_out_of_range",
        DataManAnswerError.ScoreCount => "score_count",
        DataManAnswerError.NotAvailable => "not_available",
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "Unknown error."),
    };

    private static bool TryParse(ReadOnlySpan<char> answer, DataManPromptMode mode, [NotNullWhen(true)] out DataManRating? rating,
        out DataManAnswerError error, out string message)
    {
        rating = null;
        bool hasDomain = mode is DataManPromptMode.AllRating or DataManPromptMode.DomainOnly or DataManPromptMode.DetailedDomainOnly;
        int scoreLines = mode == DataManPromptMode.AllRating ? DataManCriteria.Count : hasDomain ? 0 : 1;
        answer = PythonText.Strip(answer);
        int lines = answer.Count('\n') + 1;
        int wanted = scoreLines + (hasDomain ? 1 : 0);
        if (lines != wanted) return Wrong(DataManAnswerError.LineCount,
            string.Create(CultureInfo.InvariantCulture, $"it has {lines} lines instead of {wanted}"), out error, out message);
        DataManDomain domain = default;
        Span<int> scores = stackalloc int[DataManCriteria.Count];
        scores.Clear();
        int number = 0;
        foreach (Range range in answer.Split('\n'))
        {
            ReadOnlySpan<char> line = answer[range];
            if (line.EndsWith('\r')) line = line[..^1];
            if (hasDomain && number++ == 0)
            {
                if (line.Length == 1 && DataManDomains.TryFromLetter(line[0], out domain)) continue;
                return Wrong(DataManAnswerError.Domain, "its first line is not one letter from A to O", out error, out message);
            }
            int criterion = scoreLines == 1 ? (int)DataManCriterion.OverallScore : number - 2;
            error = ReadScore(line, out scores[criterion]);
            if (error == DataManAnswerError.None) continue;
            string name = ((DataManCriterion)criterion).WireName();
            return Wrong(error, error == DataManAnswerError.ScoreOutOfRange ? $"the score of {name} is not from 1 to 5"
                : $"the line of {name} is not one bare digit", out error, out message);
        }
        rating = new DataManRating(hasDomain ? domain : null, scores);
        error = DataManAnswerError.None;
        message = "";
        return true;
    }

    internal static bool Wrong(DataManAnswerError what, string words, out DataManAnswerError error, out string message)
    {
        error = what;
        message = words;
        return false;
    }

    private static DataManAnswerError ReadScore(ReadOnlySpan<char> line, out int score)
    {
        score = 0;
        if (line is [>= '1' and <= '5'])
        {
            score = line[0] - '0';
            return DataManAnswerError.None;
        }
        ReadOnlySpan<char> digits = line.StartsWith('-') ? line[1..] : line;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return DataManAnswerError.ScoreNotInteger;
        // A number outside the range, or a valid number that is not a single digit (05).
        ReadOnlySpan<char> significant = digits.TrimStart('0');
        return significant is [>= '1' and <= '5'] && digits.Length == line.Length ? DataManAnswerError.ScoreNotInteger : DataManAnswerError.ScoreOutOfRange;
    }
}
