using System.Text;
using System.Text.Json;

namespace DataCuration.Training;

/// <summary>Finds the spans of a document that are to be masked as a whole, and the words of a text.</summary>
internal static class MaskSpans
{
    /// <summary>
    /// Reads spans from a field with a JSON array of pairs: start and end in code points. Returns them in bytes, in order and without overlaps.
    /// </summary>
    public static List<(int Start, int End)> FromField(Document document, string field)
    {
        if (!document.TryGetValue(field, out AnnotationValue value) || value.Kind == AnnotationKind.Null) return [];
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        int points = 0;
        foreach (byte one in text)
            if ((one & 0xC0) != 0x80) points++;
        var spans = new List<(int Start, int End)>();
        try
        {
            using JsonDocument json = JsonDocument.Parse(value.AsJson());
            foreach (JsonElement pair in json.RootElement.EnumerateArray())
            {
                if (pair.GetArrayLength() < 2) throw Wrong(pair);
                (int start, int end) = (pair[0].GetInt32(), pair[1].GetInt32());
                if (start < 0 || end <= start || end > points) throw Wrong(pair);
                spans.Add((start, end));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"Document '{document.Id}': field '{field}' is not a list of pairs of numbers: {e.Message}", e);
        }
        return ToBytes(text, spans);

        InvalidDataException Wrong(JsonElement pair) =>
            new($"Document '{document.Id}': field '{field}' has the span {pair}; the text has {points} code points.");
    }

    /// <summary>Divides a text into words of letters and digits, and single other characters. White space is a part of nothing.</summary>
    public static List<(int Start, int End)> Words(ReadOnlySpan<byte> text)
    {
        var words = new List<(int Start, int End)>();
        bool inWord = false;
        for (int position = 0; position < text.Length;)
        {
            Rune.DecodeFromUtf8(text[position..], out Rune rune, out int length);
            bool isLetter = Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;
            if (isLetter && inWord) words[^1] = (words[^1].Start, position + length);
            else if (!Rune.IsWhiteSpace(rune)) words.Add((position, position + length));
            inWord = isLetter;
            position += length;
        }
        return words;
    }

    private static List<(int Start, int End)> ToBytes(ReadOnlySpan<byte> text, List<(int Start, int End)> spans)
    {
        spans.Sort();
        var starts = new List<int>(); // of each code point
        for (int i = 0; i < text.Length; i++)
            if ((text[i] & 0xC0) != 0x80) starts.Add(i);
        starts.Add(text.Length);
        var kept = new List<(int Start, int End)>();
        int last = 0;
        foreach ((int start, int end) in spans)
        {
            if (start < last) continue; // of spans that overlap, the first one counts
            kept.Add((starts[start], starts[end]));
            last = end;
        }
        return kept;
    }
}
