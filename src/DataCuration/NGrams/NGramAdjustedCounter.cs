namespace DataCuration;

/// <summary>
/// Counts equal n-grams in sorted order, last word first, and derives the adjusted counts of all orders in the same pass (Heafield and others 2013, section
/// 3.2; Chen and Goodman 1998, equation 17). The open n-grams are those that end in the same words as the last record.
/// </summary>
/// <param name="order">The highest order.</param>
/// <param name="receive">Receives each n-gram once: its ids from the last word on, its adjusted count and its number of occurrences.</param>
internal sealed class NGramAdjustedCounter(int order, NGramAdjustedCounter.Receive receive)
{
    private readonly int[] open = new int[order];
    private readonly int[] next = new int[order];
    private readonly long[] occurrences = new long[order];
    private readonly long[] extensions = new long[order];
    private int length;

    /// <summary>Receives an n-gram.</summary>
    internal delegate void Receive(ReadOnlySpan<int> ids, long adjusted, long occurrences);

    /// <summary>Adds a record: one occurrence.</summary>
    public void Add(ReadOnlySpan<byte> record)
    {
        int count = NGramRecords.Read(record, next);
        int same = 0;
        while (same < count && same < length && next[same] == open[same]) same++;
        Close(same);
        for (int i = same; i < count; i++)
        {
            open[i] = next[i];
            occurrences[i] = 0;
            extensions[i] = 0;
            if (i > 0) extensions[i - 1]++; // another word before it
        }
        length = count;
        for (int i = 0; i < count; i++) occurrences[i]++;
    }

    /// <summary>Ends the last n-grams.</summary>
    public void Complete() => Close(0);

    private void Close(int kept)
    {
        for (int i = length - 1; i >= kept; i--)
        {
            // Nothing is before the start of a sentence, so its n-grams keep their occurrences.
            bool isCounted = i == order - 1 || open[i] == NGramVocabulary.SentenceStart;
            receive(open.AsSpan(0, i + 1), isCounted ? occurrences[i] : extensions[i], occurrences[i]);
        }
        length = kept;
    }
}
