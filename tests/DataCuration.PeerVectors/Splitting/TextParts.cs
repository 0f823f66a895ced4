using System.Text;
using System.Text.Json;

namespace DataCuration.PeerVectors;

/// <summary>Words and sentences in the forms that golden values have.</summary>
internal static class TextParts
{
    /// <summary>Returns the words as strings.</summary>
    public static List<string> Texts(TextWords words)
    {
        var texts = new List<string>(words.Count);
        foreach (ReadOnlySpan<byte> word in words) texts.Add(Encoding.UTF8.GetString(word));
        return texts;
    }

    /// <summary>Returns the texts of an array of strings.</summary>
    public static List<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>Returns spans as "start-end" in code points.</summary>
    public static List<string> Spans(byte[] text, TextSpans spans) =>
        Spans(text, Enumerable.Range(0, spans.Count).Select(i => (spans.GetStart(i), spans[i].Length)));

    /// <summary>Returns words as "start-end" in code points.</summary>
    public static List<string> Spans(byte[] text, TextWords words) =>
        Spans(text, Enumerable.Range(0, words.Count).Select(i => (words.GetStart(i), words[i].Length)));

    /// <summary>Returns the spans of an array of [start, end].</summary>
    public static List<string> Spans(JsonElement array) => [.. array.EnumerateArray().Select(span => $"{span[0].GetInt32()}-{span[1].GetInt32()}")];

    /// <summary>Compares two lists and counts one value for each text.</summary>
    public static void Compare(VectorTally tally, string name, List<string> expected, List<string> actual)
    {
        int same = 0;
        while (same < expected.Count && same < actual.Count && expected[same] == actual[same]) same++;
        tally.Equal(name, Shown(expected), Shown(actual));

        string Shown(List<string> parts) => $"{parts.Count}: {string.Join('|', parts.Skip(same).Take(5))}";
    }

    private static List<string> Spans(byte[] text, IEnumerable<(int Start, int Length)> ranges)
    {
        var spans = new List<string>();
        int at = 0, codePoints = 0;
        foreach ((int start, int length) in ranges)
        {
            codePoints += Count(text, at, start);
            int end = codePoints + Count(text, start, start + length);
            spans.Add($"{codePoints}-{end}");
            codePoints = end;
            at = start + length;
        }
        return spans;
    }

    private static int Count(byte[] text, int start, int end) => text.AsSpan(start, end - start).ToArray().Count(b => (b & 0xC0) != 0x80);
}
