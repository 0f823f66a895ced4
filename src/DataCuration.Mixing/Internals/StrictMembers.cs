using System.Text.Json;

namespace DataCuration.Mixing;

/// <summary>Checks that a JSON object has exactly the members of its format.</summary>
internal static class StrictMembers
{
    /// <summary>Checks an object.</summary>
    /// <param name="element">The object.</param>
    /// <param name="where">Its name in messages.</param>
    /// <param name="names">The names of all members.</param>
    /// <exception cref="FormatException">It is not an object, or a member is unknown, doubled or missing.</exception>
    public static void Check(JsonElement element, string where, params ReadOnlySpan<string> names)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new FormatException($"{where} is not an object.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (!names.Contains(member.Name)) throw new FormatException($"{where} has the unknown member '{member.Name}'.");
            if (!seen.Add(member.Name)) throw new FormatException($"{where} has the member '{member.Name}' twice.");
        }
        foreach (string name in names)
            if (!seen.Contains(name)) throw new FormatException($"{where} lacks the member '{name}'.");
    }
}
