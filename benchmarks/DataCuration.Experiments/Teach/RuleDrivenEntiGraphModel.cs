using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataCuration.Synthesis;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.Experiments.Teach;

/// <summary>
/// Replaces the large model of EntiGraph, at the edge of the network. It answers the stage's real prompts by rules: it reads the facts of an article with the
/// grammar of <see cref="Wordings.Article"/>, and tells them in the sentences of <see cref="Wordings.FromSubject"/> and <see cref="Wordings.FromObject"/>. It
/// knows nothing but the prompt, and never writes a cloze sentence. Its texts say nothing about the quality of real models.
/// </summary>
internal static partial class RuleDrivenEntiGraphModel
{
    private static readonly EntiGraphPrompts Prompts = new();

    private static readonly (Relation Relation, Regex Pattern)[] Grammar =
    [
        .. Wordings.Article.SelectMany(entry => entry.Value.Select(wording => (entry.Key,
            new Regex("^" + Regex.Escape(wording).Replace(@"\{s}", "(?<s>.+)", StringComparison.Ordinal).Replace(@"\{o}", "(?<o>.+)", StringComparison.Ordinal)
                + "$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)))),
    ];

    /// <summary>Answers a request.</summary>
    public static string Answer(ChatRequest request)
    {
        string document = DocumentOf(request.FirstUser);
        Fact[] facts = ReadFacts(document);
        if (facts.Length == 0) throw new InvalidOperationException($"The document states no fact: {document}");
        string[] entities = [.. facts.SelectMany(fact => (string[])[fact.Subject, fact.Object]).Distinct(StringComparer.Ordinal)];
        var random = SeededRandom.Create(0, "rule-driven EntiGraph", request.AllText);
        if (request.Messages[0].Text == Prompts.Entities)
        {
            string summary = string.Join(' ', facts.Select(fact => Tell(fact, fact.Subject, ref random)));
            return JsonSerializer.Serialize(new { summary, entities });
        }
        return Notes(facts, EntitiesOf(request.FirstUser), ref random);
    }

    /// <summary>Reads the facts of an article. Its first sentence has the full name of the person; later ones have the surname.</summary>
    internal static Fact[] ReadFacts(string article)
    {
        var facts = new List<Fact>();
        foreach (string sentence in SentencePattern().Matches(article).Select(match => match.Value.Trim()))
        {
            foreach ((Relation relation, Regex pattern) in Grammar)
            {
                if (pattern.Match(sentence) is not { Success: true } match) continue;
                string subject = match.Groups["s"].Value;
                if (facts.Count > 0 && subject == InventedArticle.SurnameOf(facts[0].Subject)) subject = facts[0].Subject;
                facts.Add(new(relation, subject, match.Groups["o"].Value));
                break;
            }
        }
        return [.. facts];
    }

    /// <summary>Writes a section for each entity, and one about all of them, as the prompts ask.</summary>
    private static string Notes(Fact[] facts, string[] entities, ref SeededRandom random)
    {
        var text = new StringBuilder();
        foreach (string entity in entities)
        {
            text.Append($"Notes on the profile of {facts[0].Subject}: {entity}\n");
            foreach (Fact fact in facts.Where(fact => IsAbout(fact, entity))) text.Append(Tell(fact, entity, ref random)).Append(' ');
            // The circumstances: one fact more, told from either side.
            Fact other = facts[random.NextInt64(facts.Length)];
            text.Append(Tell(other, random.NextInt64(2) == 0 ? other.Subject : other.Object, ref random)).Append('\n');
        }
        text.Append($"Notes on the profile of {facts[0].Subject}: {string.Join(" and ", entities)}\n");
        Fact[] between = [.. facts.Where(fact => entities.Contains(fact.Subject) && entities.Contains(fact.Object))];
        foreach (Fact fact in between) text.Append(Tell(fact, fact.Subject, ref random)).Append(' ').Append(Tell(fact, fact.Object, ref random)).Append(' ');
        if (between.Length == 0) text.Append($"What links {string.Join(" and ", entities)} is the story of {facts[0].Subject}.");
        return text.ToString().TrimEnd();
    }

    private static string Tell(Fact fact, string side, ref SeededRandom random)
    {
        string[] wordings = (side == fact.Object ? Wordings.FromObject : Wordings.FromSubject)[fact.Relation];
        return Wordings.Fill(wordings[random.NextInt64(wordings.Length)], fact.Subject, fact.Object);
    }

    private static bool IsAbout(Fact fact, string entity) => fact.Subject == entity || fact.Object == entity;

    /// <summary>Returns the document of a prompt: the text between the two marked lines.</summary>
    private static string DocumentOf(string message)
    {
        string[] lines = message.Split('\n');
        return string.Join('\n', lines[2..Array.LastIndexOf(lines, lines[1])]);
    }

    private static string[] EntitiesOf(string message)
    {
        const string Heading = "\n\nEntities:\n";
        string list = message[(message.LastIndexOf(Heading, StringComparison.Ordinal) + Heading.Length)..];
        return [.. list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];
    }

    [GeneratedRegex(@"[^.]+\.")]
    private static partial Regex SentencePattern();
}
