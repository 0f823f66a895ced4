using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// Numbers the values of a shard's group fields in the order in which they occur. Rows of an <see cref="AnnotationTable"/> hold the numbers, and a file
/// beside it the names.
/// </summary>
internal sealed class GroupNumbers(IReadOnlyList<string> fields)
{
    /// <summary>The maximum number of values of a field in one shard.</summary>
    public const int MaxValues = 65_536;

    private readonly Dictionary<string, int>[] numbers = [.. fields.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];

    /// <summary>Returns a document's value of a field; empty if it has none.</summary>
    public static string NameOf(Document document, string field) => document.TryGetValue(field, out AnnotationValue value) ? value.AsString() ?? "" : "";

    /// <summary>Returns the number of a value of a field.</summary>
    public int Of(Document document, int field, string name)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers[field], name, out bool known);
        if (known) return number;
        if (numbers[field].Count > MaxValues)
            throw new CurationException($"Field '{fields[field]}' has more than {MaxValues} values in one shard (document '{document.Id}'): these are too many "
                + $"for labels, sources or domains.");
        return number = numbers[field].Count - 1;
    }

    /// <summary>Writes the names of each field in the order of their numbers, for <see cref="AnnotationTable"/> to read.</summary>
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
