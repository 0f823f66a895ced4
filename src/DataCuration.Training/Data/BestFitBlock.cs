using System.Numerics;

namespace DataCuration.Training;

/// <summary>
/// Packs sequences into rows by best-fit decreasing: from the longest to the shortest, each goes to the row with the least room that suffices. Sequences longer
/// than a row are cut into full rows and a rest. The number of rows depends on the lengths only, not on the order of sequences of one length.
/// </summary>
internal sealed class BestFitBlock
{
    private readonly int[] rowStarts; // the index of each row's first piece, and the number of pieces
    private readonly Piece[] pieces; // sorted by row

    /// <param name="lengths">The length of each sequence.</param>
    /// <param name="rowLength">The room of a row.</param>
    /// <param name="order">The order of the sequences; those of equal length are packed in it.</param>
    public BestFitBlock(ReadOnlySpan<int> lengths, int rowLength, KeyedPermutation order)
    {
        Piece[] sorted = Sort(lengths, rowLength, order);
        int[] rows = Assign(sorted, rowLength);
        rowStarts = new int[Rows + 1];
        foreach (int row in rows) rowStarts[row + 1]++;
        for (int row = 0; row < Rows; row++) rowStarts[row + 1] += rowStarts[row];
        pieces = new Piece[sorted.Length];
        int[] next = rowStarts.AsSpan(0, Rows).ToArray();
        for (int i = 0; i < sorted.Length; i++) pieces[next[rows[i]]++] = sorted[i];
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Returns the pieces of a row.</summary>
    public ReadOnlySpan<Piece> this[int row] => pieces.AsSpan(rowStarts[row]..rowStarts[row + 1]);

    private static Piece[] Sort(ReadOnlySpan<int> lengths, int rowLength, KeyedPermutation order)
    {
        var counts = new int[rowLength + 2];
        foreach (int length in lengths)
        {
            counts[rowLength] += length / rowLength;
            if (length % rowLength > 0) counts[length % rowLength]++;
        }
        // The place of the first piece of each length; the longest come first.
        int place = 0;
        for (int length = rowLength; length > 0; length--) (counts[length], place) = (place, place + counts[length]);
        var sorted = new Piece[place];
        for (int i = 0; i < lengths.Length; i++)
        {
            int sequence = (int)order[i];
            for (int start = 0; start < lengths[sequence]; start += rowLength)
            {
                int length = Math.Min(rowLength, lengths[sequence] - start);
                sorted[counts[length]++] = new(sequence, start, length);
            }
        }
        return sorted;
    }

    // The row of each piece.
    private int[] Assign(Piece[] sorted, int rowLength)
    {
        var rows = new int[sorted.Length];
        var firstWithRoom = new int[rowLength + 1]; // lists of rows by their room, linked through next
        var next = new List<int>();
        var used = new ulong[rowLength / 64 + 1];
        Array.Fill(firstWithRoom, -1);
        for (int i = 0; i < sorted.Length; i++)
        {
            int length = sorted[i].Length;
            int room = FindRoom(used, length);
            int row;
            if (room < 0)
            {
                row = Rows++;
                room = rowLength;
                next.Add(-1);
            }
            else
            {
                row = firstWithRoom[room];
                firstWithRoom[room] = next[row];
                if (next[row] < 0) used[room / 64] &= ~(1UL << room % 64);
            }
            rows[i] = row;
            room -= length;
            if (room == 0) continue;
            next[row] = firstWithRoom[room];
            firstWithRoom[room] = row;
            used[room / 64] |= 1UL << room % 64;
        }
        return rows;
    }

    private static int FindRoom(ulong[] used, int atLeast)
    {
        int word = atLeast / 64;
        ulong bits = used[word] & (ulong.MaxValue << atLeast % 64);
        while (bits == 0)
        {
            if (++word == used.Length) return -1;
            bits = used[word];
        }
        return word * 64 + BitOperations.TrailingZeroCount(bits);
    }

    /// <summary>A part of a sequence in a row.</summary>
    internal readonly record struct Piece(int Sequence, int Start, int Length);
}
