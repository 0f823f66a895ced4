using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Filters;

/// <summary>
/// Measures repeated word n-grams as datatrove does: the characters of the most frequent n-gram, and the characters that repeated n-grams cover. No value
/// depends on a hash: equal n-grams are found by comparing numbers or bytes.
/// </summary>
/// <remarks>
/// Most n-grams of prose occur once, and an n-gram can occur twice only if both (n-1)-grams in it do. So the counts go from n to n+1 over what is left, and
/// the keys are pairs (number of the n-gram, number of the next word), which are exact. For covered characters datatrove compares n-grams joined without a
/// separator. There a word is skipped if the 12 bytes from it on, across words, occur once (a hash decides; a collision only means one word more to
/// compare). The shortest n-gram is shorter than 12 bytes at few words, which are always compared.
/// </remarks>
internal static class Repetition
{
    private const int WindowBytes = 12;

    /// <summary>Splits off the words: their numbers, and their bytes joined without separators.</summary>
    public static void Prepare(ReadOnlySpan<byte> text, TextWords words, RepetitionScratch scratch)
    {
        int count = words.Count;
        scratch.Reserve(count, text.Length);
        SpanTable table = scratch.Parts;
        table.Reset(count);
        int[] ids = scratch.Ids, starts = scratch.Starts;
        byte[] joined = scratch.Joined;
        int used = 0;
        int i = 0;
        foreach (ReadOnlySpan<byte> word in words)
        {
            starts[i] = used;
            // Words may have more bytes than the text: the Penn Treebank's quotation marks are two characters.
            if (joined.Length - used < word.Length + 32) joined = scratch.GrowJoined(used + word.Length + 32);
            if (word.Length <= 16) CopyShort(word, ref joined[used]);
            else word.CopyTo(joined.AsSpan(used));
            // The joined copy is as good as the text, and close in memory.
            ids[i++] = table.Add(joined, used, word.Length);
            used += word.Length;
        }
        starts[count] = used;
        joined.AsSpan(used, 16).Clear();
    }

    /// <summary>
    /// Measures the most frequent n-gram of each n from 1 on: code points of the n words joined by blanks, times its count. Of n-grams with the same count the
    /// first one in the text is taken, also if all occur once.
    /// </summary>
    /// <param name="count">The number of words.</param>
    /// <param name="scratch">The words, as <see cref="Prepare"/> leaves them.</param>
    /// <param name="top">Receives the value of each n at index n; -1 if the text has fewer than n words.</param>
    public static void CountTop(int count, RepetitionScratch scratch, Span<long> top)
    {
        top.Fill(-1);
        int[] ids = scratch.Ids, grams = scratch.Grams;
        Span<SpanTable.Entry> entries = scratch.Parts.Entries;
        int first = 0, most = 0;
        foreach (ref SpanTable.Entry entry in entries)
        {
            // Entries are in the order of their first occurrence.
            if (entry.Count <= most) continue;
            most = entry.Count;
            first = Array.BinarySearch(scratch.Starts, 0, count, entry.Start);
        }
        if (count > 0 && top.Length > 1) top[1] = Characters(first, 1, scratch) * most;
        for (int i = 0; i < count; i++) grams[i] = entries[ids[i]].Count > 1 ? ids[i] : -1;
        PairTable pairs = scratch.Pairs;
        bool any = true;
        for (int n = 2; n < top.Length && n <= count; n++)
        {
            first = 0;
            most = 1;
            if (any)
            {
                pairs.Reset(count);
                for (int i = 0; i <= count - n; i++)
                {
                    // A word after the n-gram that occurs once makes the longer n-gram unique as well; so does a unique n-gram that starts there.
                    int gram = grams[i];
                    if (gram >= 0) grams[i] = grams[i + 1] < 0 ? -1 : pairs.Add(((ulong)(uint)gram << 32) | (uint)ids[i + n - 1], i);
                }
                any = false;
                ReadOnlySpan<int> counts = pairs.Counts, firsts = pairs.Firsts;
                for (int number = 0; number < counts.Length; number++)
                {
                    if (counts[number] <= most) continue;
                    most = counts[number];
                    first = firsts[number];
                    any = true;
                }
                for (int i = 0; i <= count - n; i++)
                    if (grams[i] >= 0 && counts[grams[i]] < 2) grams[i] = -1;
            }
            top[n] = Characters(first, n, scratch) * most;
        }
    }

    /// <summary>
    /// Finds the words at which an n-gram that occurs again may start, for <see cref="CountCovered"/> with any n from <paramref name="shortest"/> on.
    /// </summary>
    /// <returns>The number of words found, in <c>scratch.Candidates</c>, in order.</returns>
    public static int FindCandidates(int count, int shortest, RepetitionScratch scratch)
    {
        if (count < shortest) return 0;
        int[] starts = scratch.Starts;
        uint[] windows = scratch.Windows;
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(count * 8L, 64, 1 << 26));
        RepetitionScratch.Resize(ref scratch.Marks, size);
        byte[] marks = scratch.Marks;
        Array.Clear(marks, 0, size);
        uint mask = (uint)size - 1;
        ref byte joined = ref MemoryMarshal.GetArrayDataReference(scratch.Joined);
        for (int i = 0; i < count; i++)
        {
            uint place = (uint)SpanHash.Compute12(ref Unsafe.Add(ref joined, starts[i])) & mask;
            windows[i] = place;
            ref byte mark = ref marks[place];
            mark = (byte)(mark == 0 ? 1 : 2);
        }
        int[] candidates = scratch.Candidates;
        int found = 0;
        for (int i = 0; i <= count - shortest; i++)
        {
            candidates[found] = i;
            found += marks[windows[i]] == 2 || starts[i + shortest] - starts[i] < WindowBytes ? 1 : 0;
        }
        return found;
    }

    /// <summary>
    /// Counts the code points that repeated n-grams cover: from left to right, an n-gram that was seen before is counted, and the search continues after it.
    /// </summary>
    /// <param name="count">The number of words.</param>
    /// <param name="n">The number of words of an n-gram.</param>
    /// <param name="candidates">The number of words that <see cref="FindCandidates"/> found, for this n or a smaller one.</param>
    /// <param name="scratch">The words.</param>
    public static long CountCovered(int count, int n, int candidates, RepetitionScratch scratch)
    {
        if (candidates == 0 || count < n) return 0;
        SpanTable table = scratch.Parts;
        table.Reset(candidates);
        int[] starts = scratch.Starts, list = scratch.Candidates;
        byte[] joined = scratch.Joined;
        long covered = 0;
        int next = 0;
        for (int k = 0; k < candidates; k++)
        {
            int i = list[k];
            if (i < next) continue;
            if (i > count - n) break;
            int start = starts[i], length = starts[i + n] - start;
            int before = table.Count;
            table.Add(joined, start, length);
            if (table.Count != before) continue;
            covered += Utf8CodePoints.Count(joined.AsSpan(start, length));
            next = i + n;
        }
        return covered;
    }

    private static long Characters(int first, int n, RepetitionScratch scratch) =>
        Utf8CodePoints.Count(scratch.Joined.AsSpan(scratch.Starts[first]..scratch.Starts[first + n])) + n - 1;

    /// <summary>Copies up to 16 bytes without a call, writing 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyShort(ReadOnlySpan<byte> word, ref byte target)
    {
        ref byte source = ref MemoryMarshal.GetReference(word);
        int length = word.Length;
        if (length >= 8)
        {
            ulong low = Unsafe.ReadUnaligned<ulong>(ref source);
            ulong high = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, length - 8));
            Unsafe.WriteUnaligned(ref target, low);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, length - 8), high);
        }
        else if (length >= 4)
        {
            uint low = Unsafe.ReadUnaligned<uint>(ref source);
            uint high = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, length - 4));
            Unsafe.WriteUnaligned(ref target, low);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, length - 4), high);
        }
        else
        {
            for (int i = 0; i < length; i++) Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i);
        }
    }
}
