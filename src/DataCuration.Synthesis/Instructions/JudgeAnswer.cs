using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>The parser of the check's answer.</summary>
internal static class JudgeAnswer
{
    /// <summary>Accepts <c>yes</c> or <c>no</c> in any case, alone or as the first word before other text.</summary>
    public static ParsedAnswer<bool> Parse(string answer)
    {
        ReadOnlySpan<char> text = answer.AsSpan().TrimStart(" \t\r\n\"'*`#([");
        int end = 0;
        while (end < text.Length && char.IsLetter(text[end])) end++;
        return text[..end].Equals("yes", StringComparison.OrdinalIgnoreCase) ? ParsedAnswers.Parsed(true)
            : text[..end].Equals("no", StringComparison.OrdinalIgnoreCase) ? ParsedAnswers.Parsed(false)
            : ParsedAnswers.Wrong<bool>("yes_or_no", "it does not start with yes or no");
    }
}
