namespace DataCuration.MainContentTraining;

/// <summary>Labels the blocks of a page by segments of its text that must and must not come out (trafilatura's evaluation set).</summary>
internal static class Segmented
{
    private const double LeastShare = 0.2;
    private const int ShortBlock = 150;

    /// <summary>Labels blocks. Blocks without a segment keep the label 0.5 and are not known.</summary>
    /// <param name="texts">The texts of the blocks.</param>
    /// <param name="with">The segments that must come out.</param>
    /// <param name="without">The segments that must not come out.</param>
    /// <param name="isKnown">Receives which blocks are labelled.</param>
    public static float[] Label(string[] texts, string[] with, string[] without, bool[] isKnown)
    {
        float[] labels = new float[texts.Length];
        Array.Fill(labels, 0.5f);
        int[] starts = new int[texts.Length + 1];
        var all = new System.Text.StringBuilder();
        for (int i = 0; i < texts.Length; i++)
        {
            starts[i] = all.Length;
            all.Append(Spaced(texts[i])).Append(' ');
        }
        starts[texts.Length] = all.Length;
        string text = all.ToString();
        foreach (string segment in without) Mark(text, Spaced(segment), starts, labels, isKnown, 0);
        foreach (string segment in with) Mark(text, Spaced(segment), starts, labels, isKnown, 1);
        return labels;
    }

    /// <summary>Joins the words of a text with single spaces.</summary>
    public static string Spaced(string text) => string.Join(' ', text.Split((char[]?)null,
        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static void Mark(string text, string segment, int[] starts, float[] labels, bool[] isKnown, float label)
    {
        if (segment.Length == 0) return;
        for (int at = text.IndexOf(segment, StringComparison.Ordinal); at >= 0; at = text.IndexOf(segment, at + segment.Length, StringComparison.Ordinal))
        {
            int block = Array.BinarySearch(starts, at);
            if (block < 0) block = ~block - 1;
            for (; block < labels.Length && starts[block] < at + segment.Length; block++)
            {
                int length = starts[block + 1] - starts[block];
                int shared = Math.Min(at + segment.Length, starts[block + 1]) - Math.Max(at, starts[block]);
                // A few letters in a long text say nothing about it.
                if (label == 0 && length > ShortBlock && shared < LeastShare * length) continue;
                labels[block] = label;
                isKnown[block] = true;
            }
        }
    }
}
