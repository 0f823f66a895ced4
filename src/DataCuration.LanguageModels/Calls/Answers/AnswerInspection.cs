namespace DataCuration.LanguageModels;

/// <summary>Tells refusals, empty answers and loops. Rules of our own, linear in the answer's length.</summary>
public static class AnswerInspection
{
    /// <summary>A longer answer is not taken for a refusal: it says something, whatever it begins with.</summary>
    private const int MaxRefusalChars = 600;

    /// <summary>How much of an answer's end is looked at for a loop, in UTF-16 units.</summary>
    private const int LoopWindow = 4_000;

    /// <summary>A stream is broken off only for a loop that covers this much: rules, padding and refrains go on for long and come to an end, and the rest of an answer that was broken off is lost.</summary>
    internal const int MinBrokenOffChars = 3_000;

    /// <summary>A loop covers at least so much of the end, so that a rule of dashes or a short refrain is none, and repeats at least so often.</summary>
    private const int MinLoopChars = 240, MinLoopRepeats = 4;

    // Openings, in lower case, after punctuation at the start is passed over.
    private static readonly string[] Refusals =
    [
        "i'm sorry, but i can", "i’m sorry, but i can", "i am sorry, but i can", "sorry, but i can", "sorry, i can't", "sorry, i cannot", "i'm sorry, i can", "i’m sorry, i can", "i apologize, but i",
        "i can't assist", "i can’t assist", "i cannot assist", "i can't help with", "i can’t help with", "i cannot help with", "i can't comply", "i cannot comply", "i can't provide", "i cannot provide",
        "i can't fulfill", "i cannot fulfill", "i'm unable to", "i’m unable to", "i am unable to", "i'm not able to", "i am not able to", "i must decline", "i have to decline", "i won't be able to", "i will not",
        "as an ai language model, i", "as an ai, i c", "as a language model, i c", "unfortunately, i can't", "unfortunately, i cannot",
        "对不起，我不能", "对不起，我无法", "抱歉，我不能", "抱歉，我无法", "很抱歉，我不能", "很抱歉，我无法", "很抱歉，但我", "抱歉，但我", "作为一个ai语言模型", "作为ai语言模型", "作为一个人工智能", "我无法提供", "我不能提供",
    ];

    /// <summary>Looks at an answer.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="finishReason">Why it ended, in the server's words; null if not known.</param>
    /// <returns>The first problem found, in the order filtered, empty, refusal, repetition, cut off.</returns>
    public static AnswerProblem Inspect(string text, string? finishReason = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (finishReason == "content_filter") return AnswerProblem.Filtered;
        if (string.IsNullOrWhiteSpace(text)) return AnswerProblem.Empty;
        if (IsRefusal(text)) return AnswerProblem.Refusal;
        if (EndsInLoop(text)) return AnswerProblem.Repetition;
        return finishReason == "length" ? AnswerProblem.CutOff : AnswerProblem.None;
    }

    /// <summary>Whether an answer is short and begins as refusals do, in English or Chinese.</summary>
    /// <param name="text">The answer.</param>
    public static bool IsRefusal(ReadOnlySpan<char> text)
    {
        text = text.Trim().TrimStart("\"'“”‘’*#>- ");
        if (text.Length > MaxRefusalChars) return false;
        foreach (string opening in Refusals)
            if (text.StartsWith(opening, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>Whether an answer's end repeats itself: at least four times the same, over at least 240 characters.</summary>
    /// <param name="text">The answer, or what there is of it so far.</param>
    public static bool EndsInLoop(ReadOnlySpan<char> text) => EndsInLoop(text, MinLoopChars);

    /// <summary>Whether the end repeats itself over at least so many characters, which are not more than are looked at.</summary>
    internal static bool EndsInLoop(ReadOnlySpan<char> text, int minChars)
    {
        text = text.TrimEnd();
        if (text.Length < minChars) return false;
        // The prefix function (Knuth, Morris, Pratt 1977) of the end read backwards: i + 1 - border[i] is the shortest period of the last i + 1 characters.
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
