using System.Text;
using System.Text.Json;

namespace DataCuration.IntegrationTests;

/// <summary>The input of the worker's recipe: topics with their own words, some short documents, repeated ids, broken records.</summary>
public static class Pool
{
    private static readonly string[] Topics = ["rivers", "engines", "music", "bread"];

    /// <summary>Returns the records, one JSON line each (two of them broken).</summary>
    public static byte[][] Records(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        var records = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            int topic = (int)random.NextInt64(Topics.Length);
            records[i] = i == count / 3 ? "{\"id\": \"broken\", \"text\": "u8.ToArray()
                : i == count / 2 ? [.. "{\"text\": \""u8, 0xff, .. "\"}"u8]
                : Record(ref random, i, topic, i == count / 5 ? "THROW " : "");
        }
        return records;
    }

    /// <summary>Returns a target corpus of one topic.</summary>
    public static byte[][] Target(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        var records = new byte[count][];
        for (int i = 0; i < count; i++) records[i] = Record(ref random, i, 2, "");
        return records;
    }

    /// <summary>Writes records as one file, or as several files with about the same number of records.</summary>
    public static void Write(string folder, string name, byte[][] records, int files)
    {
        Directory.CreateDirectory(folder);
        for (int f = 0; f < files; f++)
        {
            using FileStream file = File.Create(Path.Combine(folder, $"{name}-{f}.jsonl"));
            foreach (byte[] record in records.AsSpan(records.Length * f / files, (records.Length * (f + 1) / files) - (records.Length * f / files)))
            {
                file.Write(record);
                file.WriteByte((byte)'\n');
            }
        }
    }

    private static byte[] Record(ref SeededRandom random, int number, int topic, string head)
    {
        var text = new StringBuilder(head);
        int words = random.NextInt64(8) == 0 ? 3 : 10 + (int)random.NextInt64(70);
        for (int w = 0; w < words; w++)
        {
            if (w > 0) text.Append(' ');
            text.Append(random.NextInt64(3) > 0 ? Topics[topic] : "word").Append(random.NextInt64(40));
        }
        // Every 50th record repeats an id; every 7th has none.
        string id = number % 7 == 3 ? "" : $"\"id\": \"d{(number % 50 == 49 ? number - 1 : number)}\", ";
        return Encoding.UTF8.GetBytes($"{{{id}\"topic\":\"{Topics[topic]}\", \"n\": {number}.50, \"text\": {JsonSerializer.Serialize(text.ToString())}}}");
    }
}
