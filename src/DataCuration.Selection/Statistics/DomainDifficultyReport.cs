using System.Collections.Immutable;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// The difficulty and the domain specificity of each group of documents: the result of <see cref="DomainDifficultyFit"/>. CaseHOLD's finding is that
/// pretraining on a domain helps with tasks that are both difficult and specific.
/// </summary>
public sealed record DomainDifficultyReport
{
    internal const string FileName = "difficulty.json";

    /// <summary>The groups, the most specific first.</summary>
    public ImmutableArray<DomainDifficulty> Groups { get; init; } = [];

    /// <summary>The number of documents without the losses.</summary>
    public long Unrated { get; init; }

    /// <summary>Writes the report as JSON. NaN is written as null.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("unrated", Unrated);
        json.WriteObjects("groups", Groups, group =>
        {
            json.WriteString("group", group.Group);
            json.WriteNumber("documents", group.Documents);
            json.WriteNumberOrNull("general_loss", group.GeneralLoss);
            json.WriteNumberOrNull("domain_loss", group.DomainLoss);
            json.WriteNumberOrNull("specificity", group.Specificity);
            json.WriteNumberOrNull("standard_error", group.StandardError);
            json.WriteNumberOrNull("domain_wins", group.DomainWins);
        });
        json.WriteEndObject();
    }

    /// <summary>Returns the report as a table.</summary>
    public override string ToString()
    {
        var table = new TextTable("group", "documents", "general", "domain", "specificity", "error", "wins");
        foreach (DomainDifficulty group in Groups)
            table.Add(group.Group.Length == 0 ? "(none)" : group.Group, TextTable.Number(group.Documents), TextTable.Number(group.GeneralLoss),
                TextTable.Number(group.DomainLoss), TextTable.Number(group.Specificity), TextTable.Number(group.StandardError),
                    TextTable.Number(group.DomainWins));
        return table.ToString();
    }

    internal static DomainDifficultyReport Read(byte[] bytes, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return new()
            {
                Unrated = document.RootElement.GetProperty("unrated").GetInt64(),
                Groups = [.. document.RootElement.GetProperty("groups").EnumerateArray().Select(group => new DomainDifficulty
                {
                    Group = group.GetProperty("group").GetString()!,
                    Documents = group.GetProperty("documents").GetInt64(),
                    GeneralLoss = group.NumberOrNaN("general_loss"),
                    DomainLoss = group.NumberOrNaN("domain_loss"),
                    Specificity = group.NumberOrNaN("specificity"),
                    StandardError = group.NumberOrNaN("standard_error"),
                    DomainWins = group.NumberOrNaN("domain_wins"),
                })],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a report of difficulty: {e.Message}", e);
        }
    }
}
