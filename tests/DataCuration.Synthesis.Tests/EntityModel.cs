using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.Synthesis.Tests;

/// <summary>
/// Replaces a model that knows EntiGraph's prompts: the entities of a document are its words of the form <c>Name7</c>, and a text about entities names them
/// and the start of the document. Everything follows from the request, so that two runs can be compared byte for byte.
/// </summary>
internal static partial class EntityModel
{
    private static readonly EntiGraphPrompts Prompts = new();

    /// <summary>Makes a document with a number of entities.</summary>
    public static Document Make(string id, int entities, int filler = 40)
    {
        var text = new StringBuilder($"The chronicle of {id}.");
        for (int i = 0; i < entities; i++) text.Append($" Name{i} met the others at the harbour of {id}.");
        for (int i = 0; i < filler; i++) text.Append($" Nothing else happened on day {i}.");
        return new Document(id, text.ToString());
    }

    /// <summary>Answers a request.</summary>
    public static string Answer(ChatRequest request)
    {
        string document = DocumentOf(request);
        if (IsEntityStep(request))
        {
            string[] entities = [.. NamePattern().Matches(document).Select(match => match.Value).Distinct(StringComparer.Ordinal)];
            return JsonSerializer.Serialize(new { summary = "In short: " + document[..Math.Min(60, document.Length)], entities });
        }
        string[] names = EntitiesOf(request);
        var text = new StringBuilder($"## {document[..Math.Min(30, document.Length)]} and {string.Join(", ", names)}\n");
        foreach (string name in names)
            text.Append($"Seen from {name}, whose part has {name.Length} letters, the story turns on {string.Join(" and ", names)}. ");
        return text.ToString();
    }

    /// <summary>Returns true for the entity step.</summary>
    public static bool IsEntityStep(ChatRequest request) => request.Messages[0].Text == Prompts.Entities;

    /// <summary>Returns the document of a request: the text between the marked lines.</summary>
    public static string DocumentOf(ChatRequest request)
    {
        string message = request.FirstUser;
        string marker = MarkerPattern().Match(message).Groups[1].Value;
        string line = $"----- {marker} -----";
        int start = message.IndexOf(line, StringComparison.Ordinal) + line.Length + 1, end = message.LastIndexOf("\n" + line, StringComparison.Ordinal);
        return message[start..end];
    }

    /// <summary>Returns the entities of a request.</summary>
    public static string[] EntitiesOf(ChatRequest request)
    {
        string message = request.FirstUser;
        string list = message[(message.LastIndexOf("\n\nEntities:\n", StringComparison.Ordinal) + 12)..];
        return [.. list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];
    }

    [GeneratedRegex("Name[0-9]+")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^The (?:document|passage|text) is everything between the two lines with ([0-9a-f]+)\\.\n")]
    private static partial Regex MarkerPattern();
}
