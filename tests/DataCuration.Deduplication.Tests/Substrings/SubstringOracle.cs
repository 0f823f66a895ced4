using System.Text;

namespace DataCuration.Deduplication.Tests.Substrings;

/// <summary>Finds repeated windows by a dictionary of strings.</summary>
internal static class SubstringOracle
{
    public static List<(int Start, int End)>[] Find(IReadOnlyList<string> texts, int length, SubstringCopies copies = SubstringCopies.Later, int minCopies = 2)
    {
        byte[][] bytes = [.. texts.Select(Encoding.UTF8.GetBytes)];
        var places = new Dictionary<string, List<(int Text, int Start)>>(StringComparer.Ordinal);
        for (int text = 0; text < bytes.Length; text++)
            for (int start = 0; start + length <= bytes[text].Length; start++)
            {
                string key = Convert.ToHexString(bytes[text], start, length);
                if (!places.TryGetValue(key, out List<(int, int)>? list)) places.Add(key, list = []);
                list.Add((text, start));
            }
        bool[][] marked = [.. bytes.Select(text => new bool[text.Length])];
        foreach (List<(int Text, int Start)> list in places.Values)
        {
            if (list.Count < minCopies) continue;
            foreach ((int text, int start) in list.Skip(copies == SubstringCopies.All ? 0 : 1)) marked[text].AsSpan(start, length).Fill(true);
        }
        return [.. bytes.Select((text, i) => Ranges(text, marked[i]))];
    }

    /// <summary>Finds repeated windows of tokens, as bytes of the texts.</summary>
    public static List<(int Start, int End)>[] FindTokens(IReadOnlyList<string> texts, ITokenSpanEncoder encoder, int length,
        SubstringCopies copies = SubstringCopies.Later, int minCopies = 2)
    {
        byte[][] bytes = [.. texts.Select(Encoding.UTF8.GetBytes)];
        var places = new Dictionary<string, List<(int Text, int Start, int End)>>(StringComparer.Ordinal);
        for (int text = 0; text < bytes.Length; text++)
        {
            List<int> tokens = [], lengths = [];
            encoder.EncodeSpans(bytes[text], tokens, lengths);
            int offset = 0;
            for (int start = 0; start + length <= tokens.Count; offset += lengths[start++])
            {
                string key = string.Join(',', tokens.GetRange(start, length));
                if (!places.TryGetValue(key, out List<(int, int, int)>? list)) places.Add(key, list = []);
                list.Add((text, offset, offset + lengths.GetRange(start, length).Sum()));
            }
        }
        bool[][] marked = [.. bytes.Select(text => new bool[text.Length])];
        foreach (List<(int Text, int Start, int End)> list in places.Values)
        {
            if (list.Count < minCopies) continue;
            foreach ((int text, int start, int end) in list.Skip(copies == SubstringCopies.All ? 0 : 1)) marked[text].AsSpan(start..end).Fill(true);
        }
        return [.. bytes.Select((text, i) => Ranges(text, marked[i]))];
    }

    public static string[] Cut(IReadOnlyList<string> texts, List<(int Start, int End)>[] ranges) => [.. texts.Select((text, i) =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Encoding.UTF8.GetString([.. bytes.Where((_, at) => !ranges[i].Exists(range => range.Start <= at && at < range.End))]);
    })];

    private static List<(int Start, int End)> Ranges(byte[] text, bool[] marked)
    {
        var ranges = new List<(int, int)>();
        for (int at = 0; at < text.Length;)
        {
            if (!marked[at])
            {
                at++;
                continue;
            }
            int start = at;
            while (at < text.Length && marked[at]) at++;
            int end = at;
            while (start < end && (text[start] & 0xC0) == 0x80) start++;
            while (end > start && end < text.Length && (text[end] & 0xC0) == 0x80) end--;
            if (end > start) ranges.Add((start, end));
        }
        return ranges;
    }
}
