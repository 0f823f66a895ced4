using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DataCuration.Selection.Tests;

/// <summary>Reads the reference's vectors.</summary>
internal static class DsirVectors
{
    public static JsonElement Load(string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Vectors", "dsir", name));
        return JsonDocument.Parse(file).RootElement.Clone();
    }

    public static IEnumerable<JsonElement> Items(this JsonElement array) => array.EnumerateArray();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static string[] Strings(this JsonElement element) => [.. element.EnumerateArray().Select(item => item.GetString()!)];

    public static double[] Doubles(this JsonElement element) => [.. element.EnumerateArray().Select(item => item.GetDouble())];

    /// <summary>Reads a vector that is written densely, or as [index, value] pairs.</summary>
    public static double[] Vector(this JsonElement element, int length)
    {
        double[] vector = new double[length];
        int position = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Array)
            {
                vector[item[0].GetInt32()] = item[1].GetDouble();
            }
            else
            {
                vector[position++] = item.GetDouble();
            }
        }

        return vector;
    }

    public static long[] Counts(this JsonElement element, int length) => [.. element.Vector(length).Select(value => (long)value)];

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string CountsDigest(ReadOnlySpan<long> counts)
    {
        var text = new StringBuilder();
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] != 0)
            {
                text.Append(text.Length == 0 ? "" : ",").Append(i).Append(':').Append(counts[i]);
            }
        }

        return Digest(text.ToString());
    }
}
