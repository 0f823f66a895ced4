using System.Runtime.CompilerServices;

namespace DataCuration.Filters;

/// <summary>A set of code points as one bit each; 136 kB if it has astral characters. Immutable.</summary>
internal sealed class CodePointSet
{
    private readonly ulong[] bits;

    private CodePointSet(int last) => bits = new ulong[(last >> 6) + 1];

    /// <summary>Makes a set of single code points.</summary>
    public static CodePointSet Of(params IEnumerable<int> codePoints)
    {
        int[] points = [.. codePoints];
        var set = new CodePointSet(points.Length == 0 ? 0 : points.Max());
        foreach (int point in points) set.bits[point >> 6] |= 1UL << (point & 63);
        return set;
    }

    /// <summary>Makes a set of the code points of a text.</summary>
    public static CodePointSet Of(string characters) => Of(characters.EnumerateRunes().Select(rune => rune.Value));

    /// <summary>Makes a set of ranges: pairs (gap since the end of the previous range, length).</summary>
    public static CodePointSet OfRanges(ReadOnlySpan<int> ranges)
    {
        int last = 0;
        foreach (int part in ranges) last += part;
        var set = new CodePointSet(last);
        int at = 0;
        for (int i = 0; i < ranges.Length; i += 2)
        {
            at += ranges[i];
            for (int left = ranges[i + 1]; left > 0; left--, at++) set.bits[at >> 6] |= 1UL << (at & 63);
        }
        return set;
    }

    /// <summary>True if the set has a code point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int codePoint)
    {
        ulong[] words = bits;
        int word = codePoint >> 6;
        return (uint)word < (uint)words.Length && (words[word] >> (codePoint & 63) & 1) != 0;
    }
}
