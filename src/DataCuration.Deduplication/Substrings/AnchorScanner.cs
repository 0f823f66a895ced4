using System.Numerics;

namespace DataCuration.Deduplication;

/// <summary>
/// Divides the windows of a text into runs by their anchors. The anchor of a window of L symbols is the leftmost of its substrings of k = (L + 1) / 2 symbols
/// that has the smallest hash ("winnowing", Schleimer, Wilkerson and Aiken 2003). It depends on the window's symbols only, so equal windows have equal anchors
/// at the same place: windows whose anchor's hash is unique in a corpus are unique, and equal windows meet where records are gathered by the anchor's hash.
/// Symbols are bytes or token ids.
/// </summary>
/// <remarks>On usual text a run has about L / 4 windows. Time: linear in the text.</remarks>
internal sealed class AnchorScanner
{
    private const ulong Factor = 0x9E3779B97F4A7C15;
    private readonly int length;
    private readonly int anchor;
    private readonly int span;
    private readonly RunDivision runs;
    private readonly ulong leaving;
    private readonly ulong[] hashes;
    private readonly int[] places;
    private readonly int mask;

    // The last comparison of the text with itself a period before. They are equal up to the end; if it is broken, they differ there.
    private int comparedPeriod;
    private int comparedEnd;
    private bool isBroken;

    /// <summary>Creates a scanner.</summary>
    /// <param name="windowLength">The length of a window in symbols.</param>
    /// <param name="runs">The runs that windows in texts of short periods have.</param>
    public AnchorScanner(int windowLength, RunDivision runs)
    {
        length = windowLength;
        anchor = (windowLength + 1) / 2;
        span = windowLength - anchor + 1;
        this.runs = runs;
        leaving = 1;
        for (int i = 0; i < anchor; i++) leaving = unchecked(leaving * Factor);
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)span + 1);
        mask = size - 1;
        hashes = new ulong[size];
        places = new int[size];
    }

    public List<AnchorRun> Runs { get; } = [];

    public List<PeriodicSpan> Periods { get; } = [];

    /// <summary>Finds the runs of a text; <see cref="Runs"/> and <see cref="Periods"/> receive them.</summary>
    public void Scan<T>(ReadOnlySpan<T> text) where T : unmanaged, IBinaryInteger<T>
    {
        Runs.Clear();
        Periods.Clear();
        comparedPeriod = 0;
        if (text.Length < length) return;
        unchecked
        {
            ulong rolling = 0;
            for (int i = 0; i < anchor - 1; i++) rolling = (rolling * Factor) + ulong.CreateTruncating(text[i]) + 1;
            int head = 0, tail = 0; // of a queue in which hashes do not fall
            int current = -1, first = 0, previous = -1;
            ulong currentHash = 0, previousHash = 0;
            for (int at = 0; at + anchor <= text.Length; at++)
            {
                rolling = (rolling * Factor) + ulong.CreateTruncating(text[at + anchor - 1]) + 1;
                if (at > 0) rolling -= leaving * (ulong.CreateTruncating(text[at - 1]) + 1);
                ulong hash = (rolling ^ (rolling >> 29)) * 0xBF58476D1CE4E5B9;
                hash ^= hash >> 32;
                while (tail > head && hashes[(tail - 1) & mask] > hash) tail--;
                hashes[tail & mask] = hash;
                places[tail++ & mask] = at;
                int window = at - span + 1;
                if (window < 0) continue;
                if (places[head & mask] < window) head++;
                int smallest = places[head & mask];
                if (smallest == current) continue;
                if (runs == RunDivision.ByHash && current >= 0 && hashes[head & mask] == currentHash && window - first < span)
                {
                    current = smallest;
                    continue;
                }
                if (current >= 0)
                {
                    Close(text, currentHash, first, window - 1, current - previous, previous >= 0 && previousHash == currentHash);
                    (previous, previousHash) = (current, currentHash);
                }
                (current, currentHash, first) = (smallest, hashes[head & mask], window);
            }
            Close(text, currentHash, first, text.Length - length, current - previous, previous >= 0 && previousHash == currentHash);
        }
    }

    private void Close<T>(ReadOnlySpan<T> text, ulong hash, int first, int last, int period, bool mayRepeat) where T : unmanaged, IBinaryInteger<T>
    {
        if (runs == RunDivision.SkipsPeriods && mayRepeat && period <= span && period <= first)
        {
            int equal = EqualTo(text, first, last + length, period);
            if (equal >= length)
            {
                if (Periods.Count > 0 && Periods[^1].Period == period && Periods[^1].End >= first) Periods[^1] = Periods[^1] with { End = first + equal };
                else Periods.Add(new(first, first + equal, period));
                first += equal - length + 1;
                if (first > last) return;
            }
        }
        Runs.Add(new(hash, first, last));
    }

    /// <summary>Returns the number of symbols from a start that equal those a period before. No symbol is compared twice at one period.</summary>
    private int EqualTo<T>(ReadOnlySpan<T> text, int start, int end, int period) where T : unmanaged, IBinaryInteger<T>
    {
        if (comparedPeriod != period || comparedEnd < start) (comparedPeriod, comparedEnd, isBroken) = (period, start, false);
        if (!isBroken && comparedEnd < end)
        {
            int length = end - comparedEnd, equal = text[comparedEnd..end].CommonPrefixLength(text.Slice(comparedEnd - period, length));
            comparedEnd += equal;
            isBroken = equal < length;
        }
        return Math.Min(comparedEnd, end) - start;
    }
}
