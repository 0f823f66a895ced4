using System.Text;

namespace DataCuration.Extraction;

/// <summary>Turns HTML into Markdown without a choice of the main content, so that no table is lost. Not thread-safe.</summary>
internal sealed class HtmlMarkdown
{
    private readonly HtmlParser parser = new();
    private readonly PageSegmenter segmenter = new();
    private readonly PageRenderer renderer = new();

    /// <summary>Converts a page.</summary>
    /// <param name="utf8Html">The page in UTF-8.</param>
    /// <returns>The Markdown; null if the page has more elements than the parser accepts.</returns>
    public string? Convert(ReadOnlyMemory<byte> utf8Html)
    {
        HtmlTree tree = parser.Parse(utf8Html, HtmlLimits.NodesOf(utf8Html.Length));
        if (tree.IsCutOff) return null;
        PageBlocks page = segmenter.Segment(tree, InlineMarkup.None);
        bool[] all = new bool[page.Count];
        Array.Fill(all, true);
        return Encoding.UTF8.GetString(renderer.Render(tree, page, all, TextFormat.Markdown));
    }
}
