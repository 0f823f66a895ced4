using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>The entities of a document, made safe: each is one line, bounded in length, and listed once.</summary>
internal static class EntityList
{
    /// <summary>The longest entity in UTF-16 units. A longer one is a sentence, or an attempt to put instructions into the next prompts.</summary>
    public const int MaxEntityChars = 200;

    // The entities are data for readers and programs: letters of all scripts stay as they are.
    private static readonly JsonTypeInfo<string[]> Readable =
        new EntityJson(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).StringArray;

    /// <summary>The schema of the entity step's answer.</summary>
    public static string Schema { get; } = JsonAnswers.SchemaOf(EntityJson.Default.EntityAnswer);

    /// <summary>Creates the parser of the entity step's answer. It accepts answers that name at least one entity.</summary>
    public static AnswerParser<EntityAnswer> Parser() => JsonAnswers.Parser(EntityJson.Default.EntityAnswer, Problem);

    /// <summary>Cleans a list of entities.</summary>
    /// <param name="named">The entities as the model named them.</param>
    /// <param name="max">The maximum number; the first ones stay.</param>
    public static string[] Clean(IEnumerable<string?> named, int max)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. named.Select(name => OneLine(name ?? "")).Where(name => name.Length is > 0 and <= MaxEntityChars && seen.Add(name)).Take(max)];
    }

    /// <summary>Returns entities as a JSON array, for provenance.</summary>
    public static string ToJson(string[] entities) => JsonSerializer.Serialize(entities, Readable);

    /// <summary>Reads the entities of a provenance annotation. A value of another form gives none.</summary>
    public static string[] FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EntityJson.Default.StringArray) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string? Problem(EntityAnswer answer)
    {
        if (answer.Entities is null || answer.Summary is null) return "\"summary\" and \"entities\" must not be null";
        if (string.IsNullOrWhiteSpace(answer.Summary)) return "\"summary\" is empty";
        return Clean(answer.Entities, 1).Length == 0 ? "\"entities\" names no entity of 1 to 200 characters" : null;
    }

    /// <summary>Replaces white space, line ends and control characters by single spaces. Lone surrogates become U+FFFD.</summary>
    private static string OneLine(string name)
    {
        var line = new StringBuilder(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            // Joiners are part of words in Persian and Indic scripts.
            bool isBlank = Rune.IsWhiteSpace(rune) || (category == UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D))
                || category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (!isBlank) line.Append(rune.ToString());
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }
        return line.ToString().TrimEnd();
    }
}
