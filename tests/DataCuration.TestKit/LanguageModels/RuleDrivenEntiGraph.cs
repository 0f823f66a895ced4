using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataCuration.TestKit.LanguageModels;

/// <summary>
/// Replaces EntiGraph's model on the loopback server. The entities of a document are its names: two or more capitalised words in a row that occur at least
/// twice. A text about entities repeats the document's sentences that name them, with a few words around them. Its texts say nothing about the quality of real
/// models.
/// </summary>
public static partial class RuleDrivenEntiGraph
{
    private const string EntitiesMark = "\n\nEntities:\n";
    private static readonly string[] Frames = ["{0} reports: {1}", "One reads in {0}: {1}", "{1} So it says in {0}."];

    /// <summary>Answers a request of either step.</summary>
    public static string Answer(ChatRequest request)
    {
        string user = request.LastUser;
        int mark = user.LastIndexOf(EntitiesMark, StringComparison.Ordinal);
        string document = DocumentIn(mark < 0 ? user : user[..mark]);
        string[] lines = document.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string title = lines[0];
        string[] sentences = [.. lines.Skip(1)];
        if (mark < 0)
        {
            string summary = $"{title}: an account of {string.Join(", ", Names(document))}. {sentences.FirstOrDefault()}";
            return JsonSerializer.Serialize(new { summary, entities = Names(document) });
        }
        string[] entities = [.. user[(mark + EntitiesMark.Length)..].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];
        var text = new StringBuilder();
        foreach (string entity in entities) Section(text, title, [entity], sentences);
        Section(text, title, entities, sentences);
        return text.ToString().TrimEnd();
    }

    private static void Section(StringBuilder text, string title, string[] entities, string[] sentences)
    {
        string subject = string.Join(" and ", entities);
        text.Append($"## {title}: {subject}\n");
        int frame = subject.Length;
        bool isEmpty = true;
        foreach (string sentence in sentences.Where(sentence => entities.All(entity => sentence.Contains(entity, StringComparison.Ordinal))))
        {
            text.AppendFormat(null, Frames[frame++ % Frames.Length], title, sentence).Append('\n');
            isEmpty = false;
        }
        if (isEmpty) text.Append($"No sentence of {title} names {subject} together, but both belong to its story.\n");
        text.Append('\n');
    }

    private static string[] Names(string document) =>
        [.. Name().Matches(document).Select(match => match.Value.StartsWith("The ", StringComparison.Ordinal) ? match.Value[4..] : match.Value)
            .Where(name => name.Contains(' ', StringComparison.Ordinal))
            .GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key)];

    /// <summary>Returns the text between the two lines that enclose a document.</summary>
    private static string DocumentIn(string prompt)
    {
        string[] lines = prompt.Split('\n');
        string border = lines.First(line => line.StartsWith("----- ", StringComparison.Ordinal));
        return string.Join('\n', lines.SkipWhile(line => line != border).Skip(1).TakeWhile(line => line != border));
    }

    [GeneratedRegex("[A-Z][a-z]+(?: [A-Z][a-z]+)+")]
    private static partial Regex Name();
}
