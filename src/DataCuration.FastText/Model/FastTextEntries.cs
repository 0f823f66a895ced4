using System.Text;

namespace DataCuration.FastText;

/// <summary>The entries of a dictionary: words, then labels, each in the order of their counts.</summary>
/// <param name="Text">All entries' bytes, one behind the other.</param>
/// <param name="Starts">Where each begins; one more than there are entries.</param>
/// <param name="Counts">How often each occurred.</param>
/// <param name="Words">How many of them are words.</param>
/// <param name="Tokens">How many words, labels and line ends the training text held.</param>
internal sealed record FastTextEntries(byte[] Text, int[] Starts, long[] Counts, int Words, long Tokens)
{
    public int Count => Counts.Length;

    public int Labels => Count - Words;

    public ReadOnlySpan<byte> this[int index] => Text.AsSpan(Starts[index], Starts[index + 1] - Starts[index]);

    /// <summary>A label without the default prefix.</summary>
    public string Label(int index)
    {
        ReadOnlySpan<byte> label = this[Words + index];
        return Encoding.UTF8.GetString(label.StartsWith("__label__"u8) ? label[9..] : label);
    }
}
