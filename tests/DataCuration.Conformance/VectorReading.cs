using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DataCuration.Conformance;

/// <summary>Reads the vectors' JSON.</summary>
internal static class VectorReading
{
    public static JsonElement Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(file);
        return document.RootElement.Clone();
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static long Integer(this JsonElement element, string name) => Integer(element.GetProperty(name));

    /// <summary>Reads an integer, also if it is written as 5.0.</summary>
    public static long Integer(this JsonElement element) => element.TryGetInt64(out long integer) ? integer : checked((long)element.GetDouble());

    /// <summary>Returns true if a member exists and is not null.</summary>
    public static bool Has(this JsonElement element, string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    public static bool Flag(this JsonElement element, string name, bool missing = false) =>
        element.Has(name, out JsonElement value) ? value.GetBoolean() : missing;

    public static string[] Strings(this JsonElement element) => [.. element.EnumerateArray().Select(item => item.GetString()!)];

    public static double[] Doubles(this JsonElement element) => [.. element.EnumerateArray().Select(Number)];

    public static long[] Integers(this JsonElement element) => [.. element.EnumerateArray().Select(Integer)];

    /// <summary>Reads a number. Null is NaN: the vectors write null for values that JSON cannot represent.</summary>
    public static double Number(this JsonElement element) => element.ValueKind == JsonValueKind.Null ? double.NaN : element.GetDouble();

    /// <summary>Reads a vector that is written densely, or as [index, value] pairs.</summary>
    public static double[] Vector(this JsonElement element, int length)
    {
        var vector = new double[length];
        int position = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Array) vector[item[0].GetInt32()] = item[1].GetDouble();
            else vector[position++] = item.GetDouble();
        }
        return vector;
    }

    public static long[] Counts(this JsonElement element, int length) => [.. element.Vector(length).Select(value => (long)value)];

    public static string Digest(IEnumerable<string> items) => Digest(Encoding.UTF8.GetBytes(string.Join('\n', items)));

    public static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Digest(ReadOnlySpan<long> counts)
    {
        var text = new StringBuilder();
        for (int i = 0; i < counts.Length; i++)
            if (counts[i] != 0) text.Append(text.Length == 0 ? "" : ",").Append(i).Append(':').Append(counts[i]);
        return Digest(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
