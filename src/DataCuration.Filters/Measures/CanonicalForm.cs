namespace DataCuration.Filters;

/// <summary>Unicode's normal form NFD (UAX 15) with the data of Unicode 14.0.0: what CPython 3.11's <c>unicodedata.normalize("NFD", text)</c> gives.</summary>
internal static unsafe class CanonicalForm
{
    private const int HangulBase = 0xAC00, HangulCount = 11172, LeadBase = 0x1100, VowelBase = 0x1161, Vowels = 21, TailBase = 0x11A7, Tails = 28;
    private static readonly Dictionary<int, int> Places = ReadPlaces();
    private static readonly Dictionary<int, byte> Classes = ReadClasses();

    /// <summary>The bytes that <see cref="Write"/> needs: two bytes can become four code points of up to nine bytes.</summary>
    public static int Capacity(int bytes) => checked(5 * bytes + 16);

    /// <summary>Writes the normal form of a text and returns its length. Marks of different classes after one letter are sorted.</summary>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> target)
    {
        int written = 0, starter = 0;
        bool sorts = false;
        fixed (byte* to = target)
        {
            for (int at = 0; at < text.Length;)
            {
                if (text[at] < 0x80)
                {
                    if (sorts) Sort(target[starter..written]);
                    sorts = false;
                    to[written++] = text[at++];
                    starter = written;
                    continue;
                }
                int codePoint = Utf8.Decode(text, at, out int size);
                at += size;
                if ((uint)(codePoint - HangulBase) < HangulCount)
                {
                    int syllable = codePoint - HangulBase, tail = syllable % Tails;
                    written += Utf8CodePoints.Encode(LeadBase + syllable / (Vowels * Tails), to + written);
                    written += Utf8CodePoints.Encode(VowelBase + syllable % (Vowels * Tails) / Tails, to + written);
                    if (tail > 0) written += Utf8CodePoints.Encode(TailBase + tail, to + written);
                    continue;
                }
                if (Places.TryGetValue(codePoint, out int place))
                {
                    ReadOnlySpan<int> parts = CanonicalRanges.Decompositions.Slice(place + 1, CanonicalRanges.Decompositions[place]);
                    foreach (int part in parts) written += Utf8CodePoints.Encode(part, to + written);
                    sorts = true;
                }
                else
                {
                    sorts |= Classes.ContainsKey(codePoint);
                    written += Utf8CodePoints.Encode(codePoint, to + written);
                }
            }
            if (sorts) Sort(target[starter..written]);
        }
        return written;
    }

    /// <summary>Sorts runs of marks by class, stably. Runs are short: insertion from the left.</summary>
    private static void Sort(Span<byte> text)
    {
        Span<byte> mark = stackalloc byte[4];
        for (int at = 0; at < text.Length;)
        {
            byte order = Classes.GetValueOrDefault(Utf8.Decode(text, at, out int size));
            int to = at;
            // 64 marks at most are looked back over, so that a text of marks only takes no quadratic time.
            for (int steps = 0; order != 0 && to > 0 && steps < 64; steps++)
            {
                int before = Utf8.Before(text, to);
                if (Classes.GetValueOrDefault(Utf8.Decode(text, before, out _)) <= order) break;
                to = before;
            }
            if (to < at)
            {
                text.Slice(at, size).CopyTo(mark);
                text[to..at].CopyTo(text[(to + size)..]);
                mark[..size].CopyTo(text[to..]);
            }
            at += size;
        }
    }

    private static Dictionary<int, int> ReadPlaces()
    {
        var places = new Dictionary<int, int>();
        ReadOnlySpan<int> all = CanonicalRanges.Decompositions;
        for (int i = 0, at = 0; i < all.Length; i += 2 + all[i + 1]) places.Add(at += all[i], i + 1);
        return places;
    }

    private static Dictionary<int, byte> ReadClasses()
    {
        var classes = new Dictionary<int, byte>();
        ReadOnlySpan<int> all = CanonicalRanges.Classes;
        for (int i = 0, at = 0; i < all.Length; i += 3)
        {
            at += all[i];
            for (int left = all[i + 1]; left > 0; left--) classes.Add(at++, (byte)all[i + 2]);
        }
        return classes;
    }
}
