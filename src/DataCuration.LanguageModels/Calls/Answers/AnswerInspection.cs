namespace DataCuration.LanguageModels;

/// <summary>Detects empty answers, refusals and loops. The rules are our own; their cost is linear in the answer's length.</summary>
public static class AnswerInspection
{
    /// <summary>The longest refusal: a longer answer has content, even if it starts like a refusal.</summary>
    private const int MaxRefusalChars = 600;

    /// <summary>The length of the answer's end that is searched for a loop, in UTF-16 units.</summary>
    private const int LoopWindow = 4_000;

    /// <summary>
    /// The length of a loop that ends a stream. It is far above <see cref="MinLoopChars"/>, because horizontal rules, padding and refrains can be long too and
    /// the rest of the answer is lost.
    /// </summary>
    internal const int MinBrokenOffChars = 3_000;

    /// <summary>The minimum length of a loop and its minimum number of repeats. A line of dashes or a short refrain is below them.</summary>
    private const int MinLoopChars = 240, MinLoopRepeats = 4;

    /// <summary>The spellings of three finish reasons by several servers. Any other reason says nothing about the answer.</summary>
    private static readonly string[] Filters = ["content_filter", "content-filter", "contentfilter", "safety", "prohibited_content", "sensitive"],
        Limits = ["length", "max_tokens", "max_length", "model_length", "token_limit"], Declined = ["refusal"];

    // Openings in lower case; punctuation before them is skipped.
    private static readonly string[] Refusals =
    [
        "i'm sorry, but i can", "i’m sorry, but i can", "i am sorry, but i can", "sorry, but i can", "sorry, i can't", "sorry, i cannot", "i'm sorry, i can",
        "i’m sorry, i can", "i apologize, but i",
        "i can't assist", "i can’t assist", "i cannot assist", "i can't help with", "i can’t help with", "i cannot help with", "i can't comply",
        "i cannot comply", "i can't provide", "i cannot provide",
        "i can't fulfill", "i cannot fulfill", "i'm unable to", "i’m unable to", "i am unable to", "i'm not able to", "i am not able to", "i must decline",
        "i have to decline", "i won't be able to", "i will not",
        "as an ai language model, i", "as an ai, i c", "as a language model, i c", "unfortunately, i can't", "unfortunately, i cannot",
        "对不起，我不能", "对不起，我无法", "抱歉，我不能", "抱歉，我无法", "很抱歉，我不能", "很抱歉，我无法", "很抱歉，但我", "抱歉，但我", "作为一个ai语言模型", "作为ai语言模型", "作为一个人工智能", "我无法提供", "我不能提供",
    ];

    /// <summary>Inspects an answer.</summary>
    /// <param name="text">The answer's text.</param>
    /// <param name="finishReason">The server's finish reason; null if not known.</param>
    /// <returns>
    /// The first problem found, in the order filtered, empty, refusal, repetition, cut off. An empty text that reached the token limit is cut off.
    /// </returns>
    public static AnswerProblem Inspect(string text, string? finishReason = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsOneOf(finishReason, Filters)) return AnswerProblem.Filtered;
        bool isCutOff = IsOneOf(finishReason, Limits);
        if (string.IsNullOrWhiteSpace(text)) return isCutOff ? AnswerProblem.CutOff : AnswerProblem.Empty; // reasoning may have used up the limit
        if (IsOneOf(finishReason, Declined) || IsRefusal(text)) return AnswerProblem.Refusal;
        if (EndsInLoop(text)) return AnswerProblem.Repetition;
        return isCutOff ? AnswerProblem.CutOff : AnswerProblem.None;
    }

    private static bool IsOneOf(string? reason, string[] names) => reason is not null && names.Contains(reason, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns true if an answer is short and starts with a typical refusal, in English or Chinese.</summary>
    /// <param name="text">The answer.</param>
    public static bool IsRefusal(ReadOnlySpan<char> text)
    {
        text = text.Trim().TrimStart("\"'“”‘’*#>- ");
        if (text.Length > MaxRefusalChars) return false;
        foreach (string opening in Refusals)
            if (text.StartsWith(opening, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>Returns true if an answer's end repeats the same text at least four times, over at least 240 characters.</summary>
    /// <param name="text">The answer, or the part received so far.</param>
    public static bool EndsInLoop(ReadOnlySpan<char> text) => EndsInLoop(text, MinLoopChars);

    /// <summary>Returns true if the end repeats itself over at least <paramref name="minChars"/> characters, at most <see cref="LoopWindow"/>.</summary>
    internal static bool EndsInLoop(ReadOnlySpan<char> text, int minChars)
    {
        text = text.TrimEnd();
        if (text.Length < minChars) return false;
        // The prefix function (Knuth, Morris, Pratt 1977) of the reversed end: i + 1 - border[i] is the shortest period of the last i + 1 characters.
        int length = Math.Min(text.Length, LoopWindow);
        int last = text.Length - 1;
        int[] border = new int[length];
        for (int i = 1, k = 0; i < length; i++)
        {
            char next = text[last - i];
            while (k > 0 && next != text[last - k]) k = border[k - 1];
            if (next == text[last - k]) k++;
            border[i] = k;
            int covered = i + 1;
            if (covered >= minChars && covered >= MinLoopRepeats * (covered - k)) return true;
        }
        return false;
    }
}
