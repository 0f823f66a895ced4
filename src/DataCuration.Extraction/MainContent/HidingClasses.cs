using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Finds the elements that a class of a framework hides at every window width, such as Bootstrap's <c>d-none</c>. Their rules are in style sheets that are not
/// read. What a reader can open stays, and so does everything if much of the page has such classes: then a script shows it. The class <c>hidden</c> alone
/// says too little: scripts take it away from answers, comments and panels.
/// </summary>
internal sealed class HidingClasses(BoxTexts texts)
{
    private static readonly byte[][] Names =
        [.. "d-none is-hidden uk-hidden u-hidden display-none".Split(' ').Select(Encoding.ASCII.GetBytes)];

    // Parts of classes that show such an element again, for some width of the window.
    private static readonly byte[][] Shown =
        [.. ":block :flex :grid :inline :table :contents :hidden d-sm- d-md- d-lg- d-xl- d-xxl- visible- show-".Split(' ').Select(Encoding.ASCII.GetBytes)];

    private readonly TogglePanels panels = new();
    private readonly RowList<BlockRange> ranges = new();

    /// <summary>Marks the blocks of hidden elements.</summary>
    public void Mark(HtmlTree tree, PageBlocks page)
    {
        panels.Begin(tree);
        ranges.Clear();
        int done = 0; // blocks before it are in elements that were found
        long words = 0;
        for (int c = 1; c < page.ContainerCount; c++)
        {
            ref readonly PageContainer box = ref page.Containers[c];
            if (box.EndBlock <= Math.Max(box.FirstBlock, done) || box.Tag is HtmlTag.Html or HtmlTag.Body or HtmlTag.Main or HtmlTag.Article) continue;
            if (!Hides(tree.Attribute(box.Node, HtmlAttributeName.Class)) || panels.IsPanel(box.Node)) continue;
            ranges.Add(new BlockRange(box.FirstBlock, box.EndBlock));
            words += texts.WordsOf(box.FirstBlock, box.EndBlock);
            done = box.EndBlock;
        }
        if (words * 4 > texts.AllWords) return;
        foreach (ref readonly BlockRange range in ranges.Rows)
            for (int i = range.First; i < range.End; i++) page.Blocks[i].IsUnwanted = true;
    }

    private static bool Hides(ReadOnlySpan<byte> classes)
    {
        if (classes.Length is 0 or > StyleKeys.MaxBytes) return false;
        bool isHidden = false;
        for (ReadOnlySpan<byte> rest = classes; !rest.IsEmpty;)
        {
            int end = rest.IndexOfSpace();
            ReadOnlySpan<byte> name = end < 0 ? rest : rest[..end];
            foreach (byte[] hiding in Names) isHidden |= name.SequenceEqual(hiding);
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        if (!isHidden) return false;
        foreach (byte[] showing in Shown)
            if (classes.IndexOf(showing) >= 0) return false;
        return true;
    }

    private readonly record struct BlockRange(int First, int End);
}
