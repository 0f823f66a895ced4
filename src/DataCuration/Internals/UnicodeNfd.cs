namespace DataCuration;

/// <summary>Normalization form D of Unicode 14.0.0 (UAX 15), on UTF-8.</summary>
internal static unsafe class UnicodeNfd
{
    private const int HangulBase = 0xAC00, HangulCount = 11172, LeadBase = 0x1100, VowelBase = 0x1161, Vowels = 21, TailBase = 0x11A7, Tails = 28;

    /// <summary>The characters that one character decomposes to at most.</summary>
    private const int MaxLength = 4;

    private static readonly CodePointClasses Classes = BuildClasses();
    private static readonly Dictionary<int, int[]> Decompositions = BuildDecompositions();

    /// <summary>Marks characters with a decomposition in <see cref="Classes"/>; the lower bits are the combining class.</summary>
    private const ushort HasDecomposition = 256, ClassMask = 255;

    /// <summary>Writes the form of a text.</summary>
    /// <param name="text">The text in valid UTF-8.</param>
    /// <param name="target">At least three times its length.</param>
    /// <returns>The length of the form in bytes.</returns>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> target)
    {
        // Marks after a starter are sorted by their class, in the bytes that are written already.
        fixed (byte* first = text, result = target)
        {
            byte* at = first;
            byte* end = first + text.Length;
            byte* to = result;
            byte* marks = result; // the start of the marks after the last starter
            int lastClass = 0;
            bool isSorted = true;
            int* parts = stackalloc int[MaxLength];
            while (at < end)
            {
                if (*at < 0x80)
                {
                    if (!isSorted) Sort(marks, to);
                    (lastClass, isSorted) = (0, true);
                    *to++ = *at++;
                    marks = to;
                    continue;
                }
                int codePoint = Utf8CodePoints.Decode(at, out int size);
                at += size;
                int count = Decompose(codePoint, parts);
                for (int i = 0; i < count; i++)
                {
                    int combiningClass = Classes[parts[i]] & ClassMask;
                    if (combiningClass == 0 && !isSorted) Sort(marks, to);
                    isSorted = combiningClass == 0 || isSorted && combiningClass >= lastClass;
                    lastClass = combiningClass;
                    to += Utf8CodePoints.Encode(parts[i], to);
                    if (combiningClass == 0) marks = to;
                }
            }
            if (!isSorted) Sort(marks, to);
            return (int)(to - result);
        }
    }

    /// <summary>Returns the canonical combining class of a character.</summary>
    public static int CombiningClass(int codePoint) => Classes[codePoint] & ClassMask;

    private static int Decompose(int codePoint, int* parts)
    {
        if ((uint)(codePoint - HangulBase) < HangulCount) return SplitHangul(codePoint - HangulBase, parts);
        if ((Classes[codePoint] & HasDecomposition) == 0)
        {
            parts[0] = codePoint;
            return 1;
        }
        int[] known = Decompositions[codePoint];
        for (int i = 0; i < known.Length; i++) parts[i] = known[i];
        return known.Length;
    }

    /// <summary>Sorts marks by their combining class. Marks of one class keep their order.</summary>
    private static void Sort(byte* start, byte* end)
    {
        var marks = new List<(int Class, int CodePoint)>();
        for (byte* at = start; at < end;)
        {
            int codePoint = Utf8CodePoints.Decode(at, out int size);
            marks.Add((Classes[codePoint] & ClassMask, codePoint));
            at += size;
        }
        byte* to = start;
        foreach ((_, int codePoint) in marks.OrderBy(mark => mark.Class)) to += Utf8CodePoints.Encode(codePoint, to);
    }

    private static int SplitHangul(int syllable, int* parts)
    {
        parts[0] = LeadBase + syllable / (Vowels * Tails);
        parts[1] = VowelBase + syllable % (Vowels * Tails) / Tails;
        parts[2] = TailBase + syllable % Tails;
        return parts[2] == TailBase ? 2 : 3;
    }

    private static Dictionary<int, int[]> BuildDecompositions()
    {
        var pairs = new Dictionary<int, (int First, int Second)>();
        ReadOnlySpan<int> data = UnicodeNfdData.Decompositions;
        for (int i = 0, at = 0; i < data.Length; i += 3) pairs.Add(at += data[i], (data[i + 1], data[i + 2]));
        var whole = new Dictionary<int, int[]>();
        foreach (int codePoint in pairs.Keys)
        {
            var parts = new List<int>();
            Expand(codePoint, pairs, parts);
            whole.Add(codePoint, [.. parts]);
        }
        return whole;
    }

    private static void Expand(int codePoint, Dictionary<int, (int First, int Second)> pairs, List<int> parts)
    {
        if (!pairs.TryGetValue(codePoint, out (int First, int Second) pair))
        {
            parts.Add(codePoint);
            return;
        }
        Expand(pair.First, pairs, parts);
        if (pair.Second != 0) Expand(pair.Second, pairs, parts);
    }

    private static CodePointClasses BuildClasses()
    {
        var builder = new CodePointClasses.Builder();
        ReadOnlySpan<int> classes = UnicodeNfdData.CombiningClasses;
        for (int i = 0, at = 0; i < classes.Length; i += 3)
        {
            at += classes[i];
            builder.Add((ushort)classes[i + 2], [at, classes[i + 1]]);
            at += classes[i + 1];
        }
        ReadOnlySpan<int> decompositions = UnicodeNfdData.Decompositions;
        for (int i = 0, at = 0; i < decompositions.Length; i += 3) builder.Add(HasDecomposition, [at += decompositions[i], 1]);
        return builder.Build();
    }
}
