namespace DataCuration.LanguageModels;

/// <summary>
/// Removes the reasoning in front of an answer, in the marks that models use for it. Text inside of the answer is never changed. The cost is linear.
/// </summary>
internal static class Reasoning
{
    /// <summary>
    /// Pairs of marks around reasoning, of many models. The answers of some of them have marks too: <see cref="AnswerMarks"/>.
    /// </summary>
    private static readonly (string Open, string Close)[] Marks =
    [
        ("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<thought>", "</thought>"), ("<thoughts>", "</thoughts>"),
        ("<reasoning>", "</reasoning>"), ("<seed:think>", "</seed:think>"), ("<longcat_think>", "</longcat_think>"), ("<mm:think>", "</mm:think>"),
        ("<|think|>", "<|/think|>"), ("[THINK]", "[/THINK]"), ("\u25C1think\u25B7", "\u25C1/think\u25B7"),
        ("<|begin_of_thought|>", "<|end_of_thought|>"), ("<|START_THINKING|>", "<|END_THINKING|>"), ("<|channel|>analysis<|message|>", "<|end|>"),
    ];

    /// <summary>Marks around an answer that follows reasoning.</summary>
    private static readonly (string Open, string Close)[] AnswerMarks =
    [
        ("<|START_RESPONSE|>", "<|END_RESPONSE|>"), ("<|begin_of_solution|>", "<|end_of_solution|>"),
        ("<|start|>assistant<|channel|>final<|message|>", "<|return|>"), ("<|channel|>final<|message|>", "<|return|>"),
    ];

    /// <summary>Returns a text without the reasoning in front of it. If the reasoning does not end, nothing is left.</summary>
    /// <param name="text">The text.</param>
    public static string Remove(string text)
    {
        if (text.AsSpan().IndexOfAny("<[\u25C1") < 0) return text;
        ReadOnlySpan<char> rest = text;
        bool isFound = false;
        while (TryRemoveFirst(ref rest)) isFound = true;
        if (!isFound) isFound = TryRemoveUnopened(ref rest);
        ReadOnlySpan<char> answer = WithoutMarks(rest, ref isFound);
        return isFound ? answer.TrimStart().ToString() : text;
    }

    private static bool TryRemoveFirst(ref ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> trimmed = text.TrimStart();
        foreach ((string open, string close) in Marks)
        {
            if (!trimmed.StartsWith(open, StringComparison.OrdinalIgnoreCase)) continue;
            text = Skip(trimmed[open.Length..], open, close);
            return true;
        }
        return false;
    }

    /// <summary>
    /// Returns the text after the closing mark; an empty text if it is missing. An opening mark inside of the reasoning needs a closing one of its own, unless
    /// that is missing: then the model only mentions the mark.
    /// </summary>
    private static ReadOnlySpan<char> Skip(ReadOnlySpan<char> text, string open, string close)
    {
        ReadOnlySpan<char> after = default;
        for (int depth = 1; depth > 0; depth--)
        {
            int end = text.IndexOf(close, StringComparison.OrdinalIgnoreCase);
            if (end < 0) break;
            ReadOnlySpan<char> inside = text[..end];
            for (int nested; (nested = inside.IndexOf(open, StringComparison.OrdinalIgnoreCase)) >= 0; depth++) inside = inside[(nested + open.Length)..];
            after = text = text[(end + close.Length)..];
        }
        return after;
    }

    /// <summary>
    /// Removes reasoning whose opening mark is part of the prompt: some chat templates end with it. The closing mark must be at the start or alone on its
    /// line, where models write it. Anywhere else, and in JSON or code, the answer only mentions it.
    /// </summary>
    private static bool TryRemoveUnopened(ref ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> trimmed = text.TrimStart();
        bool isData = trimmed.Length > 0 && trimmed[0] is '{' or '[' || trimmed.StartsWith("```", StringComparison.Ordinal)
            || trimmed.StartsWith("~~~", StringComparison.Ordinal);
        foreach ((string open, string close) in Marks)
        {
            if (close == "<|end|>") continue;
            int end = trimmed.StartsWith(close, StringComparison.OrdinalIgnoreCase) ? text.Length - trimmed.Length : isData ? -1 : IndexOfLine(text, close);
            if (end < 0 || text[..end].Contains(open, StringComparison.OrdinalIgnoreCase)) continue;
            text = text[(end + close.Length)..];
            return true;
        }
        return false;
    }

    /// <summary>Returns the place of a mark that is alone on its line; -1 if no line has it.</summary>
    private static int IndexOfLine(ReadOnlySpan<char> text, string mark)
    {
        for (int start = 0; ;)
        {
            int found = text[start..].IndexOf(mark, StringComparison.OrdinalIgnoreCase);
            if (found < 0) return -1;
            int at = start + found;
            // Only the gap up to the mark before is looked at, so that the cost stays linear.
            ReadOnlySpan<char> before = text[start..at].TrimEnd(" \t");
            ReadOnlySpan<char> after = text[(at + mark.Length)..].TrimStart(" \t");
            bool isLineStart = before.Length == 0 ? start == 0 : before[^1] is '\n' or '\r';
            if (isLineStart && (after.Length == 0 || after[0] is '\n' or '\r')) return at;
            start = at + mark.Length;
        }
    }

    private static ReadOnlySpan<char> WithoutMarks(ReadOnlySpan<char> text, ref bool isFound)
    {
        ReadOnlySpan<char> trimmed = text.TrimStart();
        foreach ((string open, string close) in AnswerMarks)
        {
            if (!trimmed.StartsWith(open, StringComparison.OrdinalIgnoreCase)) continue;
            isFound = true;
            trimmed = trimmed[open.Length..];
            ReadOnlySpan<char> end = trimmed.TrimEnd();
            return end.EndsWith(close, StringComparison.OrdinalIgnoreCase) ? end[..^close.Length] : trimmed;
        }
        return text;
    }
}
