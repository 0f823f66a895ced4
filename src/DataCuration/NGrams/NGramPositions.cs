using System.Numerics;

namespace DataCuration;

/// <summary>
/// All places of a corpus in memory, in the order of the n-grams that end there, last word first. A place is an index of the ids; index 0 and every end of a
/// sentence are the start of the next sentence for the words after them.
/// </summary>
internal sealed class NGramPositions
{
    private const int SmallGroup = 24;
    private readonly int order;
    private readonly int bits;
    private readonly int wordsPerKey;
    private readonly byte[] depths;

    /// <summary>Sorts the places.</summary>
    /// <param name="ids">The ids; the first one is <see cref="NGramVocabulary.SentenceEnd"/>, and every sentence ends with it.</param>
    /// <param name="order">The highest order.</param>
    /// <param name="words">The number of words of the vocabulary.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public NGramPositions(int[] ids, int order, int words, CancellationToken cancellationToken)
    {
        Ids = ids;
        this.order = order;
        bits = 32 - BitOperations.LeadingZeroCount((uint)words); // ids plus one, 0 for none
        wordsPerKey = 64 / bits;
        depths = new byte[ids.Length];
        for (int at = 1; at < ids.Length; at++)
            depths[at] = (byte)Math.Min(order, ids[at - 1] == NGramVocabulary.SentenceEnd ? 2 : depths[at - 1] + 1);
        Sorted = new int[ids.Length - 1];
        Common = new byte[ids.Length - 1];
        Depths = new byte[ids.Length - 1];
        var keys = new ulong[Sorted.Length];
        for (int i = 0; i < Sorted.Length; i++)
        {
            Sorted[i] = i + 1;
            keys[i] = Key(i + 1, 0);
        }
        NGramRadix.Sort(keys, Sorted, bits * Math.Min(order, wordsPerKey), 64 - (bits * Math.Min(order, wordsPerKey)));
        cancellationToken.ThrowIfCancellationRequested();
        SetCommon(keys, 0, keys.Length, 0);
        if (order > wordsPerKey) SortGroups(keys, 0, keys.Length, wordsPerKey);
        for (int i = 0; i < Sorted.Length; i++) Depths[i] = depths[Sorted[i]];
    }

    /// <summary>The ids.</summary>
    public int[] Ids { get; }

    /// <summary>The places in order.</summary>
    public int[] Sorted { get; }

    /// <summary>The number of last words that a place of <see cref="Sorted"/> shares with the one before it.</summary>
    public byte[] Common { get; }

    /// <summary>The number of words in the longest n-gram that ends at each place of <see cref="Sorted"/>, the start of the sentence included.</summary>
    public byte[] Depths { get; }

    /// <summary>Returns the word some places before a place.</summary>
    public int Word(int place, int back)
    {
        int id = Ids[place - back];
        return back > 0 && id == NGramVocabulary.SentenceEnd ? NGramVocabulary.SentenceStart : id;
    }

    private ulong Key(int place, int from)
    {
        ulong key = 0;
        int shift = 64, end = Math.Min(from + wordsPerKey, depths[place]);
        for (int back = from; back < end; back++)
        {
            shift -= bits;
            key |= ((ulong)(uint)Word(place, back) + 1) << shift;
        }
        return key;
    }

    // Places whose keys are equal, by the words after them.
    private void SortGroups(ulong[] keys, int start, int end, int from)
    {
        for (int first = start; first < end;)
        {
            int next = first + 1;
            while (next < end && keys[next] == keys[first]) next++;
            if (next - first > 1)
            {
                for (int i = first; i < next; i++) keys[i] = Key(Sorted[i], from);
                if (next - first <= SmallGroup) SortSmall(keys, first, next);
                else Array.Sort(keys, Sorted, first, next - first);
                SetCommon(keys, first, next, from);
                if (from + wordsPerKey < order) SortGroups(keys, first, next, from + wordsPerKey);
            }
            first = next;
        }
    }

    private void SortSmall(ulong[] keys, int first, int end)
    {
        for (int i = first + 1; i < end; i++)
        {
            (ulong key, int place) = (keys[i], Sorted[i]);
            int j = i - 1;
            for (; j >= first && keys[j] > key; j--) (keys[j + 1], Sorted[j + 1]) = (keys[j], Sorted[j]);
            (keys[j + 1], Sorted[j + 1]) = (key, place);
        }
    }

    // Places with equal keys share all their words, unless the words after these keys tell them apart: then they are set again.
    private void SetCommon(ulong[] keys, int start, int end, int from)
    {
        for (int i = start + 1; i < end; i++)
        {
            ulong different = keys[i] ^ keys[i - 1];
            Common[i] = different == 0 ? depths[Sorted[i]] : (byte)(from + (BitOperations.LeadingZeroCount(different) / bits));
        }
    }
}
