using System.Buffers.Binary;

namespace DataCuration.Filters;

/// <summary>
/// The regular expression <c>(.+?)(\s?\1){3,}</c> of Dolma's character repetitions, without its quadratic search: a unit of eight bytes or more can only begin
/// where the same eight bytes come again, and only the next 64 such places are tried.
/// </summary>
internal sealed class DolmaRepetitionKernel
{
    private const int Short = 8, MaxTries = 64, MaxSteps = 512;

    /// <summary>Bytes that comparisons of long units may look at for each byte of the text, and at least.</summary>
    private const long WorkPerByte = 256, MinWork = 1 << 22;

    /// <summary>For a few distances, the first place from which on the text at the distance is another one.</summary>
    private readonly (int Distance, int Differs)[] ends = new (int, int)[256];
    private int[] next = [];
    private int[] heads = [];
    private long work;

    /// <summary>Finds the next match at or after an offset.</summary>
    /// <param name="text">The text; <see cref="Prepare"/> was called with it.</param>
    /// <param name="from">The offset of a character.</param>
    /// <param name="start">The match's start.</param>
    /// <param name="unit">The unit's length in bytes.</param>
    /// <returns>The match's end; -1 without one.</returns>
    public int Find(ReadOnlySpan<byte> text, int from, out int start, out int unit)
    {
        int feed = -1; // the next line feed
        for (start = from; start < text.Length; start++)
        {
            if ((text[start] & 0xC0) == 0x80) continue;
            for (unit = 1; unit < Short && start + unit < text.Length && text[start + unit - 1] != '\n'; unit++)
                if (Match(text, start, unit) is > 0 and var end) return end;
            if (start + Short > text.Length) continue;
            ReadOnlySpan<byte> eight = text.Slice(start, Short);
            if (eight.Contains((byte)'\n')) continue;
            if (feed < start) feed = text[start..].IndexOf((byte)'\n') is >= 0 and var distance ? start + distance : text.Length;
            int tries = 0, steps = 0;
            for (int other = next[start]; other > 0 && tries < MaxTries && steps < MaxSteps; other = next[other], steps++)
            {
                if (!text.Slice(other, Short).SequenceEqual(eight)) continue;
                tries++;
                // The unit ends where the other place begins, or before one white-space character. The shorter unit comes first.
                for (int space = 3; space >= 0; space--)
                {
                    unit = other - start - space;
                    if (unit < Short || (space > 0 && Utf8WhiteSpace.LengthAt(text, other - space) != space)) continue;
                    if (4L * unit > text.Length - start || start + unit > feed) continue;
                    // The first copy is at the other place. Text that is there twice, and not four times, is not compared anew at each place.
                    if (work < 0 || EqualLength(text, start, other) < unit) continue;
                    work -= 4L * unit;
                    if (Match(text, start, unit) is > 0 and var end) return end;
                }
            }
        }
        unit = 0;
        return -1;
    }

    /// <summary>Links each place with the next one whose eight bytes have the same hash.</summary>
    public void Prepare(ReadOnlySpan<byte> text)
    {
        work = Math.Max(MinWork, WorkPerByte * text.Length);
        Array.Clear(ends);
        if (next.Length < text.Length || next.Length > 1 << 22) next = new int[Math.Max(text.Length, 256)];
        int size = 256;
        while (size < text.Length && size < 1 << 20) size *= 2;
        if (heads.Length != size) heads = new int[size];
        else Array.Clear(heads);
        for (int at = text.Length - 1; at >= 0; at--)
        {
            next[at] = 0;
            if (at + Short > text.Length) continue;
            int slot = (int)((BinaryPrimitives.ReadUInt64LittleEndian(text[at..]) * 0x9E3779B97F4A7C15) >> 40) & (size - 1);
            next[at] = heads[slot];
            heads[slot] = at;
        }
    }

    /// <summary>The length of the equal text at two places. For one distance, a stretch is compared once.</summary>
    private int EqualLength(ReadOnlySpan<byte> text, int start, int other)
    {
        int distance = other - start;
        ref (int Distance, int Differs) known = ref ends[distance & (ends.Length - 1)];
        if (known.Distance != distance || known.Differs <= start)
        {
            int equal = text[start..].CommonPrefixLength(text[other..]);
            work -= equal / 32; // compared by vectors
            known = (distance, start + equal);
        }
        return known.Differs - start;
    }

    /// <summary>Matches a unit and at least three more of it, each perhaps after one white-space character.</summary>
    private static int Match(ReadOnlySpan<byte> text, int start, int unit)
    {
        int first = start + unit;
        if (first >= text.Length || (text[first] & 0xC0) == 0x80) return 0;
        ReadOnlySpan<byte> part = text.Slice(start, unit);
        // Three copies, white space first, with a step back where that fails: eight ways at most.
        for (int ways = 0; ways < 8; ways++)
        {
            int at = first;
            int copies = 0;
            for (; copies < 3; copies++)
            {
                int space = (ways >> (2 - copies) & 1) == 0 ? (at < text.Length ? Utf8WhiteSpace.LengthAt(text, at) : 0) : 0;
                if ((ways >> (2 - copies) & 1) == 0 && space == 0) break;
                if (!text[(at + space)..].StartsWith(part)) break;
                at += space + unit;
            }
            if (copies < 3) continue;
            while (at < text.Length)
            {
                int space = Utf8WhiteSpace.LengthAt(text, at);
                if (space > 0 && text[(at + space)..].StartsWith(part)) at += space + unit;
                else if (text[at..].StartsWith(part)) at += unit;
                else break;
            }
            return at;
        }
        return 0;
    }
}
