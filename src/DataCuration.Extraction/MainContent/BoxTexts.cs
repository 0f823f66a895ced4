using System.Text;

namespace DataCuration.Extraction;

/// <summary>The blocks of a page as ranges: their words, their text, and the range of an element.</summary>
internal sealed class BoxTexts
{
    private const int MaxBytes = 8192;

    private PageBlocks page = null!;
    private HtmlTree tree = null!;
    private int[] words = [];

    /// <summary>The number of words of the page.</summary>
    public int AllWords => words[page.Count];

    /// <summary>Begins a page.</summary>
    public void Begin(HtmlTree parsed, PageBlocks blocks)
    {
        (tree, page) = (parsed, blocks);
        if (words.Length <= page.Count) words = new int[page.Count + (page.Count / 4) + 1];
        for (int i = 0; i < page.Count; i++) words[i + 1] = words[i] + page.Blocks[i].Words;
    }

    /// <summary>The number of words of a range of blocks.</summary>
    public int WordsOf(int first, int end) => end > first ? words[end] - words[first] : 0;

    /// <summary>Gets the blocks that start inside an element.</summary>
    public (int First, int End) RangeOf(int node) => (FirstFrom(node), FirstFrom(tree.Nodes[node].SubtreeEnd));

    /// <summary>Gets the text of a range of blocks; the start of it if it is long.</summary>
    public string TextOf(int first, int end)
    {
        if (end <= first) return "";
        int start = page.Blocks[first].TextStart;
        int length = Math.Min(MaxBytes, page.Blocks[end - 1].TextStart + page.Blocks[end - 1].TextLength - start);
        return Encoding.UTF8.GetString(page.Text.Slice(start, length));
    }

    private int FirstFrom(int node)
    {
        int low = 0;
        int high = page.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (page.Blocks[middle].FirstNode < node) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
