using System.Text.Json;
using DataCuration.LanguageModels;

namespace DataCuration.Conformance;

/// <summary>
/// Checks how DataMan's answers and texts are processed. The kinds of cases are documented in docs/dataman.md: <c>answer</c> (an answer in a mode),
/// <c>teacher</c> (a teacher's answer), <c>round</c> (a fractional score), <c>truncate</c> (the middle cut, in tokens) and <c>prepare</c> (a text prepared for
/// a prompt).
/// </summary>
public static class DataManAnswerJudge
{
    /// <summary>The kinds of cases that this class checks.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["answer", "teacher", "round", "truncate", "prepare"];

    /// <summary>Checks a case.</summary>
    /// <param name="test">The case.</param>
    /// <returns>True if it passed, otherwise false and the reason.</returns>
    public static (bool Ok, string Message) Judge(JsonElement test)
    {
        JsonElement expect = test.GetProperty("expect");
        (string expected, string got) = test.GetProperty("kind").GetString() switch
        {
            "answer" => (Expected(expect),
                Answer(test.GetProperty("text").GetString()!, test.TryGetProperty("mode", out JsonElement mode) ? mode.GetString()! : "all_rating")),
            "teacher" => (Expected(expect), DataManTeacher.TryParse(test.GetProperty("text").GetString()!, out DataManRating? label,
                out DataManAnswerError error) ? Text(label, isScore: true) : DataManAnswer.Code(error)),
            "round" => (Number(expect), Round(test.GetProperty("score").GetDouble())),
            "truncate" => Truncate(test, expect),
            "prepare" => (expect.GetString()!, Prepare(test)),
            string other => throw new FormatException($"unknown kind '{other}'"),
            null => throw new FormatException("a case without a kind"),
        };
        return (expected == got, $"expected {expected}, got {got}");
    }

    private static string Answer(string text, string mode)
    {
        DataManPromptMode asked = Enum.GetValues<DataManPromptMode>().Cast<DataManPromptMode?>()
            .FirstOrDefault(candidate => DataManPrompt.WireName(candidate!.Value) == mode) ?? throw new FormatException($"unknown mode '{mode}'");
        bool hasScores = asked is not (DataManPromptMode.DomainOnly or DataManPromptMode.DetailedDomainOnly);
        return DataManAnswer.TryParse(text, asked, out DataManRating? rating, out DataManAnswerError error)
            ? Text(rating, hasScores) : DataManAnswer.Code(error);
    }

    private static string Round(double score)
    {
        try
        {
            return DataManTeacher.Round(score).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (ArgumentOutOfRangeException)
        {
            return "error";
        }
    }

    private static (string, string) Truncate(JsonElement test, JsonElement expect)
    {
        int tokens = test.GetProperty("tokens").GetInt32(), limit = test.GetProperty("limit").GetInt32();
        (int head, int tail) = DataManText.MiddleCut(tokens, limit);
        // Also check a text of that many tokens: with the byte encoder, one letter is one token.
        string prepared = DataManText.Prepare(new string('a', tokens),
            options: new DataManTextOptions { MaxTokens = limit, MaxChars = int.MaxValue, TokenEncoder = ByteTokenEncoder.Instance });
        string text = new string('a', head) + (head + tail < tokens ? DataManText.Marker : "") + new string('a', tail);
        return ($"{expect.GetProperty("head").GetInt32()}+{expect.GetProperty("tail").GetInt32()}", prepared == text ? $"{head}+{tail}"
            : $"{head}+{tail}, but a text of {prepared.Length} characters");
    }

    private static string Prepare(JsonElement test) => DataManText.Prepare(
        test.GetProperty("text").GetString()!,
        test.TryGetProperty("language", out JsonElement language) && language.GetString() == "zh" ? DataManLanguage.Chinese : DataManLanguage.English,
        new DataManTextOptions
        {
            MaxChars = test.TryGetProperty("max_chars", out JsonElement chars) ? chars.GetInt32() : null,
            MaxTokens = test.TryGetProperty("max_tokens", out JsonElement tokens) ? tokens.GetInt32() : null,
            TokenEncoder = ByteTokenEncoder.Instance,
        });

    /// <summary>Returns the text by which ratings or errors are compared: the requested parts.</summary>
    private static string Text(DataManRating rating, bool isScore) =>
        $"{rating.Domain?.Letter()} {(isScore ? string.Join(' ', rating.Scores.Where(score => score > 0)) : "")}".Trim();

    private static string Expected(JsonElement expect)
    {
        if (expect.TryGetProperty("error", out JsonElement error)) return error.GetString()!;
        string domain = expect.TryGetProperty("domain", out JsonElement letter) && letter.ValueKind == JsonValueKind.String ? letter.GetString()! : "";
        string scores = expect.TryGetProperty("scores", out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? string.Join(' ', list.EnumerateArray().Select(Number))
            : expect.TryGetProperty("score", out JsonElement one) ? Number(one) : "";
        return $"{domain} {scores}".Trim();
    }

    private static string Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetProperty("error").GetString() is not null ? "error" : "";
}
