using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>The values that the group fields of a shard take, numbered as they come: rows of an <see cref="AnnotationTable"/> hold the numbers, a file beside them the names.</summary>
internal sealed class GroupNumbers(IReadOnlyList<string> fields)
{
    /// <summary>A field with more values than this is no grouping.</summary>
    public const int MaxValues = 65_536;

    private readonly Dictionary<string, int>[] numbers = [.. fields.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];

    /// <summary>A document's value of a field; empty where it has none.</summary>
    public static string NameOf(Document document, string field) => document.TryGetValue(field, out AnnotationValue value) ? value.AsString() ?? "" : "";

    /// <summary>The number of a document's name in a field.</summary>
    public int Of(Document document, int field, string name)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers[field], name, out bool known);
        if (known) return number;
        if (numbers[field].Count > MaxValues)
            throw new CurationException($"Field '{fields[field]}' has more than {MaxValues} values in one shard (document '{document.Id}'): it parts the corpus too finely to be a label, a source or a domain.");
        return number = numbers[field].Count - 1;
    }

    /// <summary>Writes the names of each field in the order of their numbers, as <see cref="AnnotationTable"/> reads them.</summary>
    public void Write(ShardOutput output)
    {
        using var json = new Utf8JsonWriter(output.CreateFile(output.Name + AnnotationTable.GroupsSuffix));
        json.WriteStartArray();
        foreach (Dictionary<string, int> field in numbers)
        {
            json.WriteStartArray();
            foreach ((string name, _) in field.OrderBy(entry => entry.Value)) json.WriteStringValue(name);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
