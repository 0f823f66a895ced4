using System.Text;

namespace DataCuration.FastText;

/// <summary>The entries of a dictionary: words, then labels, each sorted by count.</summary>
/// <param name="Text">The bytes of all entries, one after the other.</param>
/// <param name="Starts">The start of each entry, and the end of the last.</param>
/// <param name="Counts">The frequency of each entry.</param>
/// <param name="Words">The number of words.</param>
/// <param name="Tokens">The number of words, labels and line ends in the training text.</param>
internal sealed record FastTextEntries(byte[] Text, int[] Starts, long[] Counts, int Words, long Tokens)
{
    public int Count => Counts.Length;

    public int Labels => Count - Words;

    public ReadOnlySpan<byte> this[int index] => Text.AsSpan(Starts[index], Starts[index + 1] - Starts[index]);

    /// <summary>Returns a label without the default prefix.</summary>
    public string Label(int index)
    {
        ReadOnlySpan<byte> label = this[Words + index];
        return Encoding.UTF8.GetString(label.StartsWith("__label__"u8) ? label[9..] : label);
    }
}
