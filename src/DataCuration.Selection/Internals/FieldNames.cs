using System.Globalization;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// The fields of documents that lack one, for the message about it: a misspelt name is best explained by the names that exist. The first documents of each
/// shard are looked at.
/// </summary>
internal sealed class FieldNames
{
    /// <summary>The end of the file's name in which a shard keeps its names.</summary>
    public const string Suffix = ".fields";

    private const int MaxDocuments = 100;
    private const int MaxNames = 200;
    private const int MaxShown = 20;
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private int documents;

    /// <summary>Adds the fields of a document.</summary>
    public void Add(Document document)
    {
        if (documents++ >= MaxDocuments) return;
        foreach ((string name, _) in document.ListFields())
            if (names.Count < MaxNames) names.Add(name);
    }

    /// <summary>Writes the names beside a shard's table.</summary>
    public void Write(ShardOutput output)
    {
        using var json = new Utf8JsonWriter(output.CreateFile(output.Name + Suffix));
        json.WriteStartArray();
        foreach (string name in names) json.WriteStringValue(name);
        json.WriteEndArray();
    }

    /// <summary>Reads the names that the shards of a phase have.</summary>
    public static FieldNames Read(PhaseFiles files)
    {
        var all = new FieldNames();
        for (int shard = 0; shard < files.TaskCount; shard++)
        {
            if (files.Find(shard, Suffix) is not { } path) continue;
            using JsonDocument document = JsonDocument.Parse(files.Files.ReadAllBytes(path));
            foreach (JsonElement name in document.RootElement.EnumerateArray())
                if (all.names.Count < MaxNames) all.names.Add(name.GetString()!);
        }
        return all;
    }

    /// <summary>Returns those of some fields that the documents do not have; all of them if that explains nothing.</summary>
    public IReadOnlyList<string> Missing(IReadOnlyList<string> wanted) =>
        wanted.Where(name => !names.Contains(name)).ToList() is { Count: > 0 } missing ? missing : wanted;

    /// <summary>Describes the fields as a sentence.</summary>
    /// <param name="wanted">The fields that were looked for.</param>
    public string Describe(IReadOnlyList<string> wanted)
    {
        if (names.Count == 0) return "The documents have no fields but id and text.";
        string shown = string.Join(", ", names.Take(MaxShown).Select(name => $"'{name}'"));
        string more = names.Count > MaxShown ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MaxShown} more") : "";
        string[] meant = [.. wanted.Where(name => !names.Contains(name)).Select(Closest).OfType<string>().Distinct(StringComparer.Ordinal)];
        string hint = meant.Length == 0 ? "" : $" Is it {string.Join(" and ", meant.Select(name => $"'{name}'"))}?";
        return $"The documents have the fields {shown}{more}.{hint}";
    }

    /// <summary>Returns the field whose name differs in at most two characters, or in case alone.</summary>
    private string? Closest(string wanted) =>
        names.Select(name => (Name: name, Distance: Distance(name.ToLowerInvariant(), wanted.ToLowerInvariant())))
            .Where(found => found.Distance <= Math.Min(2, wanted.Length / 3)).OrderBy(found => found.Distance).Select(found => found.Name).FirstOrDefault();

    /// <summary>
    /// Returns the number of edits that make one text of another: a character inserted, deleted or replaced, or two neighbours exchanged, which is the
    /// commonest slip (Damerau 1964; optimal string alignment).
    /// </summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 2) return int.MaxValue;
        var rows = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++) rows[i, 0] = i;
        for (int j = 0; j <= right.Length; j++) rows[0, j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[left.Length, right.Length];
    }
}
