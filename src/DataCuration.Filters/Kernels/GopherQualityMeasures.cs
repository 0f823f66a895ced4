using System.Runtime.InteropServices;

namespace DataCuration.Filters;

/// <summary>Measures the words of a text for Gopher's quality rules, and its lines.</summary>
internal struct GopherQualityMeasures
{
    private const byte Letter = 1, Other = 2;

    /// <summary>Class bits of ASCII characters: letters, and characters that are not punctuation.</summary>
    private static readonly byte[] Classes = MakeClasses();

    /// <summary>All words.</summary>
    public int Words;

    /// <summary>Words with at least one character that is not punctuation.</summary>
    public int NotPunctuation;

    /// <summary>The code points of these.</summary>
    public long Length;

    /// <summary>Words with at least one letter.</summary>
    public int WithLetter;

    /// <summary>The number of distinct stop words.</summary>
    public int StopWords;

    /// <summary>Lines, those that start with a bullet, and those that end with an ellipsis.</summary>
    public int Lines, BulletLines, EllipsisLines;

    /// <summary>Measures the words.</summary>
    /// <param name="words">The words.</param>
    /// <param name="stopWords">The stop words.</param>
    /// <param name="seen">Scratch memory, a byte for each stop word.</param>
    public void CountWords(TextWords words, StopWordSet stopWords, Span<byte> seen)
    {
        seen.Clear();
        Words = words.Count;
        ref byte classes = ref MemoryMarshal.GetArrayDataReference(Classes);
        foreach (ReadOnlySpan<byte> word in words)
        {
            int bits = 0;
            int points = word.Length;
            for (int i = 0; i < word.Length; i++)
            {
                byte one = word[i];
                if (one >= 0x80)
                {
                    bits = ClassifyLong(word, i, bits, out points);
                    break;
                }
                bits |= System.Runtime.CompilerServices.Unsafe.Add(ref classes, one);
            }
            if ((bits & Other) != 0)
            {
                NotPunctuation++;
                Length += points;
            }
            if ((bits & Letter) != 0) WithLetter++;
            int stop = stopWords.Find(word);
            if (stop < 0 || seen[stop] != 0) continue;
            seen[stop] = 1;
            StopWords++;
        }
    }

    /// <summary>
    /// Counts the lines (Python's <c>splitlines</c>), those that start with a bullet or a hyphen after white space, and those that end with an ellipsis.
    /// </summary>
    public void CountLines(ReadOnlySpan<byte> text)
    {
        foreach (ReadOnlySpan<byte> line in new PythonLines(text))
        {
            Lines++;
            ReadOnlySpan<byte> content = Utf8.TrimStart(line);
            if (content.IsEmpty) continue;
            if (content[0] == '-' || content.StartsWith("•"u8)) BulletLines++;
            content = Utf8.TrimEnd(content);
            if (content.EndsWith("..."u8) || content.EndsWith("…"u8)) EllipsisLines++;
        }
    }

    /// <summary>Counts the ellipses of a text: three periods without overlap, and U+2026.</summary>
    public static int CountEllipses(ReadOnlySpan<byte> text) => text.Count("..."u8) + text.Count("…"u8);

    private static int ClassifyLong(ReadOnlySpan<byte> word, int at, int bits, out int points)
    {
        points = at;
        while (at < word.Length)
        {
            int point = Utf8.Decode(word, at, out int size);
            if ((bits & Letter) == 0 && CharacterSets.Letters.Contains(point)) bits |= Letter | Other;
            else if ((bits & Other) == 0 && !CharacterSets.Punctuation.Contains(point)) bits |= Other;
            at += size;
            points++;
        }
        return bits;
    }

    private static byte[] MakeClasses()
    {
        byte[] classes = new byte[128];
        for (int point = 0; point < 128; point++)
            classes[point] = (byte)((char.IsAsciiLetter((char)point) ? Letter : 0) | (CharacterSets.Punctuation.Contains(point) ? 0 : Other));
        return classes;
    }
}
