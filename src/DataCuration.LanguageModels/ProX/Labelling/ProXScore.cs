using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>Reads a score from the last line of an answer that has one, such as <c>STRUCTURE: 4</c>.</summary>
internal static class ProXScore
{
    public const int Highest = 5;

    /// <summary>Creates a parser for a name. Marks around the line, a bracketed number and <c>/5</c> after it are accepted.</summary>
    public static AnswerParser<int> Parser(string name) => answer =>
    {
        string? line = null;
        foreach (string candidate in answer.Split('\n'))
        {
            string trimmed = candidate.Trim().Trim('*', '`', '_', '#', ' ');
            if (trimmed.StartsWith(name, StringComparison.OrdinalIgnoreCase) && trimmed.AsSpan(name.Length).TrimStart().StartsWith(":")) line = trimmed;
        }
        if (line is null) return ParsedAnswers.Wrong<int>("no_score", $"its last line is not '{name}: ' and a whole number from 0 to {Highest}");
        ReadOnlySpan<char> value = line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).Trim(" *<>[]()`");
        if (value.EndsWith("/5")) value = value[..^2].TrimEnd();
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int score) && score <= Highest
            ? ParsedAnswers.Parsed(score)
            : ParsedAnswers.Wrong<int>("wrong_score", $"'{value}' is not a whole number from 0 to {Highest}");
    };
}
