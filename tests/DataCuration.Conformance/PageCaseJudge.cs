using System.Text.Json;
using System.Text.RegularExpressions;
using DataCuration.Extraction;

namespace DataCuration.Conformance;

/// <summary>
/// Checks the extraction of small pages: <c>NAME.html</c> or <c>NAME.html.gz</c> for each name in <c>expected.json</c>, with the texts that must and must not
/// come out. Each page is read as plain text and as Markdown. A text that must come out may be in either; one that must not may be in neither.
/// </summary>
public static partial class PageCaseJudge
{
    private static readonly string[] Endings = [".html.gz", ".html"];

    /// <summary>The file that lists the pages of a folder.</summary>
    public const string FileName = "expected.json";

    /// <summary>Judges the pages of a folder, one case for each page.</summary>
    /// <param name="folder">The folder with <see cref="FileName"/>.</param>
    /// <param name="report">Receives the results.</param>
    /// <exception cref="InvalidDataException">The file is not a JSON object of pages.</exception>
    public static void Judge(string folder, JudgeReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string path = Path.Combine(folder, FileName);
        using JsonDocument expected = Parse(path);
        foreach (JsonProperty page in expected.RootElement.EnumerateObject())
            report.Case(FileName, page.Name, checks => JudgePage(folder, page, checks));
    }

    private static JsonDocument Parse(string path)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not JSON: {e.Message}", e);
        }
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        throw new InvalidDataException($"'{path}' must be a JSON object with an entry for each page, such as "
            + $"{{\"NAME\": {{\"must\": [], \"must_not\": []}}}}.");
    }

    private static void JudgePage(string folder, JsonProperty page, CaseJudge checks)
    {
        string why = page.Value.TryGetProperty("why", out JsonElement kind) && kind.GetString() is { Length: > 0 } given ? $" (kind: {given})" : "";
        FileInfo? file = Endings.Select(ending => new FileInfo(Path.Combine(folder,
            page.Name + ending))).FirstOrDefault(found => found.Exists);
        if (file is null)
        {
            checks.Fail("page", $"a file {page.Name}.html.gz or {page.Name}.html", "none");
            return;
        }
        byte[] html = ExtractCommand.Read(file);
        string plain = Spaced(new HtmlExtractor().Extract(html).Text);
        string markdown = Spaced(new HtmlExtractor { Format = TextFormat.Markdown }.Extract(html).Text);
        foreach (string text in TextsOf(page.Value, "must"))
        {
            if (!Forms(text).Any(form => plain.Contains(form, StringComparison.Ordinal) || markdown.Contains(form, StringComparison.Ordinal)))
                checks.Fail($"missing text{why}", $"'{text}'", $"'{plain}'");
        }
        foreach (string text in TextsOf(page.Value, "must_not"))
        {
            foreach (string form in Forms(text))
            {
                if (plain.Contains(form, StringComparison.Ordinal)) checks.Fail($"unwanted text{why}", $"plain text without '{form}'", Around(plain, form));
                else if (markdown.Contains(form, StringComparison.Ordinal)) checks.Fail($"unwanted text{why}", $"Markdown without '{form}'", Around(markdown,
                    form));
            }
        }
    }

    private static IEnumerable<string> TextsOf(JsonElement page, string name) =>
        page.TryGetProperty(name, out JsonElement texts) ? texts.EnumerateArray().Select(text => text.GetString()!) : [];

    /// <summary>Splits alternatives: <c>a|b</c>. A pipe with spaces around it belongs to a table.</summary>
    private static IEnumerable<string> Forms(string text) => Alternatives().Split(text).Select(Spaced);

    private static string Spaced(string text) => Space().Replace(text, " ").Trim();

    private static string Around(string text, string found)
    {
        int at = text.IndexOf(found, StringComparison.Ordinal);
        return $"'…{text[Math.Max(0, at - 40)..Math.Min(text.Length, at + found.Length + 40)]}…'";
    }

    [GeneratedRegex(@"(?<=\S)\|(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Alternatives();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Space();
}
