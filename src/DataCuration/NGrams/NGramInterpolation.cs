using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Interpolates n-grams in the order of their last words: an n-gram follows the one without its first word, whose probability it is mixed with. Its own backoff
/// weight, if it is a context, follows it as a record of kind 1.
/// </summary>
internal sealed class NGramInterpolation(int order, double[] unigrams, NGramInterpolation.Receive receive)
{
    private readonly int[] open = new int[order];
    private readonly int[] next = new int[order];
    private readonly double[] probabilities = new double[order];
    private int length;
    private int waiting;
    private double backoff = 1;

    /// <summary>Receives an n-gram, its ids from the last word on, with its probability and backoff weight.</summary>
    internal delegate void Receive(ReadOnlySpan<int> ids, double probability, double backoff);

    public void Add(ReadOnlySpan<byte> record)
    {
        int bytes = order * NGramRecords.WordBytes;
        int count = NGramRecords.Read(record[..bytes], next);
        double first = MemoryMarshal.Read<double>(record[(bytes + 1)..]);
        if (record[bytes] == 1)
        {
            if (waiting != count || !next.AsSpan(0, count).SequenceEqual(open.AsSpan(0, count)))
                throw new InvalidDataException($"The training has a backoff weight of {count} words without their n-gram.");
            backoff = first;
            return;
        }
        Complete();
        int same = 0;
        while (same < Math.Min(count - 1, length) && next[same] == open[same]) same++;
        if (count == 2)
        {
            if (same == 0) (open[0], probabilities[0]) = (next[0], unigrams[next[0]]);
        }
        else if (same < count - 1)
        {
            throw new InvalidDataException($"The training has a {count}-gram without the {count - 1}-gram of its last words.");
        }
        open[count - 1] = next[count - 1];
        probabilities[count - 1] = first + (MemoryMarshal.Read<double>(record[(bytes + 1 + sizeof(double))..]) * probabilities[count - 2]);
        length = count;
        waiting = count;
    }

    /// <summary>Ends the last n-gram.</summary>
    public void Complete()
    {
        if (waiting > 0) receive(open.AsSpan(0, waiting), probabilities[waiting - 1], backoff);
        waiting = 0;
        backoff = 1;
    }
}
