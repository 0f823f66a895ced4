using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace DataCuration.Tokenization;

/// <summary>
/// Normalizes text to NFC (Unicode Standard Annex 15). <see cref="string.Normalize()"/> is not used, since it does nothing in programs with invariant
/// globalization and depends on the system's ICU in others. Tokens must not depend on the machine.
/// </summary>
internal static class CanonicalComposition
{
    private const int HangulBase = 0xAC00, HangulCount = 11172, LeadBase = 0x1100, Leads = 19, VowelBase = 0x1161, Vowels = 21, TailBase = 0x11A7, Tails = 28;

    /// <summary>Below this character, nothing is changed by NFC.</summary>
    private const char FirstChanged = '\u0300';

    /// <summary>Stands for a character whose text is not known to be NFC.</summary>
    private const int Changes = -1;

    private static readonly Lazy<Forms> Table = new(ReadForms);

    /// <summary>Returns the normalized text.</summary>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstChanged, '\uFFFF') || IsComposed(text)) return text;
        List<int> points = Split(text);
        Order(points);
        Join(points);
        var composed = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (int point in points) composed.Append(units[..new Rune(point).EncodeToUtf16(units)]);
        return composed.ToString();
    }

    /// <summary>Returns the text in its decomposed form (NFD).</summary>
    public static string Decompose(string text)
    {
        List<int> points = Split(text);
        Order(points);
        var decomposed = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (int point in points) decomposed.Append(units[..new Rune(point).EncodeToUtf16(units)]);
        return decomposed.ToString();
    }

    /// <summary>
    /// Finds the next place where text can be cut without changing its normal form: before a character that NFC neither changes, nor joins or sorts with
    /// those before it.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="from">The place to search after.</param>
    /// <returns>The place; the length of the text if there is no other one.</returns>
    public static int FindBoundary(ReadOnlySpan<char> text, int from)
    {
        for (int at = from; at < text.Length;)
        {
            bool isWhole = Rune.DecodeFromUtf16(text[at..], out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            if (at > from && isWhole && (rune.Value < FirstChanged || Table.Value.Checks.GetValueOrDefault(rune.Value) == 0)) return at;
            at += length;
        }
        return text.Length;
    }

    /// <summary>
    /// The quick check of Annex 15, section 9: true if no character changes, may join the one before it, or is out of order. Half characters are left to
    /// the full way, which replaces them.
    /// </summary>
    private static bool IsComposed(ReadOnlySpan<char> text)
    {
        int lastClass = 0;
        while (!text.IsEmpty)
        {
            char unit = text[0];
            // Chinese ideographs and Hangul syllables are most of the text that has no other character.
            if (unit is < FirstChanged or (>= '\u4E00' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3'))
            {
                text = text[1..];
                lastClass = 0;
                continue;
            }
            if (Rune.DecodeFromUtf16(text, out Rune rune, out int length) != System.Buffers.OperationStatus.Done) return false;
            text = text[length..];
            int own = Table.Value.Checks.GetValueOrDefault(rune.Value);
            if (own < 0 || (own > 0 && lastClass > own)) return false;
            lastClass = own;
        }
        return true;
    }

    private static List<int> Split(string text)
    {
        var points = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes()) Decompose(rune.Value, points);
        return points;
    }

    private static void Decompose(int point, List<int> points)
    {
        int hangul = point - HangulBase;
        if (hangul is >= 0 and < HangulCount)
        {
            points.Add(LeadBase + hangul / (Vowels * Tails));
            points.Add(VowelBase + hangul % (Vowels * Tails) / Tails);
            if (hangul % Tails != 0) points.Add(TailBase + hangul % Tails);
        }
        else if (point >= 0xC0 && Table.Value.Parts.TryGetValue(point, out (int First, int Second) parts))
        {
            Decompose(parts.First, points);
            if (parts.Second != 0) Decompose(parts.Second, points);
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Sorts marks by their classes, without changing the order of equal ones.</summary>
    private static void Order(List<int> points)
    {
        for (int start = 0; start < points.Count; start++)
        {
            if (ClassOf(points[start]) == 0) continue;
            int end = start + 1;
            while (end < points.Count && ClassOf(points[end]) != 0) end++;
            int[] sorted = [.. points.GetRange(start, end - start).OrderBy(ClassOf)];
            for (int i = 0; i < sorted.Length; i++) points[start + i] = sorted[i];
            start = end;
        }
    }

    private static void Join(List<int> points)
    {
        int starter = -1, kept = 0, lastClass = 0;
        for (int i = 0; i < points.Count; i++)
        {
            int point = points[i], own = ClassOf(point);
            bool isBlocked = kept - 1 > starter && (lastClass >= own || lastClass == 0);
            if (starter >= 0 && !isBlocked && Pair(points[starter], point) is var joined && joined != 0)
            {
                points[starter] = joined;
                continue;
            }
            if (own == 0) starter = kept;
            lastClass = own;
            points[kept++] = point;
        }
        points.RemoveRange(kept, points.Count - kept);
    }

    private static int Pair(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + Leads && second is >= VowelBase and < VowelBase + Vowels)
            return HangulBase + ((first - LeadBase) * Vowels + second - VowelBase) * Tails;
        int hangul = first - HangulBase;
        if (hangul is >= 0 and < HangulCount && hangul % Tails == 0 && second is > TailBase and < TailBase + Tails) return first + second - TailBase;
        return Table.Value.Whole.GetValueOrDefault((first, second));
    }

    private static int ClassOf(int point) => point < FirstChanged ? 0 : Table.Value.Classes.GetValueOrDefault(point);

    private static Forms ReadForms()
    {
        var parts = new Dictionary<int, (int, int)>();
        var whole = new Dictionary<(int, int), int>();
        var classes = new Dictionary<int, int>();
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("CanonicalForms.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            string[] fields = line.Split(' ');
            int first = Hex(fields[1]), second = Hex(fields[2]);
            if (fields[0] == "c")
            {
                int own = int.Parse(fields[3], CultureInfo.InvariantCulture);
                for (int point = first; point <= second; point++) classes.Add(point, own);
                continue;
            }
            int third = fields.Length > 3 ? Hex(fields[3]) : 0;
            parts.Add(first, (second, third));
            if (fields[0] == "d") whole.Add((second, third), first);
        }
        var checks = new Dictionary<int, int>(classes);
        foreach ((int point, (int, int) pair) in parts)
            if (whole.GetValueOrDefault(pair) != point) checks[point] = Changes;
        foreach ((int _, int second) in whole.Keys) checks[second] = Changes;
        for (int vowel = VowelBase; vowel < VowelBase + Vowels; vowel++) checks[vowel] = Changes;
        for (int tail = TailBase + 1; tail < TailBase + Tails; tail++) checks[tail] = Changes;
        return new(parts.ToFrozenDictionary(), whole.ToFrozenDictionary(), classes.ToFrozenDictionary(), checks.ToFrozenDictionary());

        static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    /// <param name="Parts">The two parts of a character, the second one 0 if there is one.</param>
    /// <param name="Whole">The character of two parts.</param>
    /// <param name="Classes">The classes of marks.</param>
    /// <param name="Checks">For the quick check: classes, and <see cref="Changes"/> for characters that change or may join the one before.</param>
    private sealed record Forms(FrozenDictionary<int, (int First, int Second)> Parts, FrozenDictionary<(int, int), int> Whole,
        FrozenDictionary<int, int> Classes, FrozenDictionary<int, int> Checks);
}
