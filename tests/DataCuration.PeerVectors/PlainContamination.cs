using System.Text;
using System.Text.Json;

namespace DataCuration.PeerVectors;

/// <summary>datatrove's rule of decontamination (<c>decont/n_grams.py</c>) on strings, without hashes: the oracle where golden values contradict it.</summary>
internal sealed class PlainContamination
{
    private readonly HashSet<string> index = new(StringComparer.Ordinal);
    private readonly int size;

    /// <summary>Collects the n-grams of the benchmark texts.</summary>
    public PlainContamination(JsonElement items, JsonElement run)
    {
        size = run.GetProperty("n_grams").GetInt32();
        foreach (JsonElement item in items.EnumerateArray())
        {
            string[] label = Words(item.GetProperty("label").GetString()!);
            Add(label);
            if (!item.TryGetProperty("query", out JsonElement given) || given.GetString() is not { } text) continue;
            string[] query = Words(text);
            if (run.GetProperty("find_query_ngrams").GetBoolean()) Add(query);
            if (!run.GetProperty("find_overlap_ngrams").GetBoolean()) continue;
            for (int i = 1; i < size; i++)
                if (label.Length >= i && query.Length >= size - i) index.Add(string.Join(' ', [.. query[^(size - i)..], .. label[..i]]));
        }
    }

    /// <summary>Returns the first n-gram of a text that the index has; null if it has none.</summary>
    public string? Find(string text) => NGrams(Words(text)).FirstOrDefault(index.Contains);

    private void Add(string[] words) => index.UnionWith(NGrams(words));

    private IEnumerable<string> NGrams(string[] words)
    {
        for (int i = 0; i + size <= words.Length; i++) yield return string.Join(' ', words.Skip(i).Take(size));
    }

    private static string[] Words(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text), form = new byte[TextForms.MaxLength(utf8.Length)];
        return Encoding.UTF8.GetString(form, 0, TextForms.Simplify(utf8, form)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }
}
