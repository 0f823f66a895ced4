namespace DataCuration.Extraction;

/// <summary>
/// Finds boxes in which a reader signs up for a newsletter, with all their lines. They are recognised by their names, or by a field for an address with a text
/// about newsletters around it, in many languages.
/// </summary>
internal sealed class SignUpBoxes(BoxTexts texts)
{
    private const int MaxWordsOfNamed = 150;
    private const int MaxWordsOfBox = 100;
    private const int MaxBlocksOfBox = 20;
    private const int MaxWordsBeside = 45;
    private const int MaxBefore = 3;
    private const int MaxAfter = 2;
    private const int MaxBoxes = 32;

    /// <summary>Marks the blocks of sign-up boxes.</summary>
    public void Mark(HtmlTree tree, PageBlocks page)
    {
        MarkNamed(tree, page);
        int boxes = 0;
        int judged = 0; // nodes before it are in boxes that were judged
        for (int node = 1; node < tree.NodeCount && boxes < MaxBoxes; node++)
        {
            if (tree.Nodes[node].Tag != HtmlTag.Input || node < judged || !IsForAddress(tree, node)) continue;
            boxes++;
            judged = MarkAround(tree, page, node);
        }
    }

    private void MarkNamed(HtmlTree tree, PageBlocks page)
    {
        int judged = 0;
        for (int c = 1; c < page.ContainerCount; c++)
        {
            ref readonly PageContainer box = ref page.Containers[c];
            if ((box.Words & ClassWords.Newsletter) == 0 || box.EndBlock <= box.FirstBlock || box.EndBlock <= judged
                || box.Tag is HtmlTag.Html or HtmlTag.Body or HtmlTag.Main or HtmlTag.Article) continue;
            int words = texts.WordsOf(box.FirstBlock, box.EndBlock);
            if (words > MaxWordsOfNamed || words * 2 > texts.AllWords) continue;
            judged = box.EndBlock;
            if (HasInput(tree, box.Node) || BoxTerms.HasNewsletter(texts.TextOf(box.FirstBlock, box.EndBlock))) MarkRange(page, box.FirstBlock, box.EndBlock);
        }
    }

    private int MarkAround(HtmlTree tree, PageBlocks page, int input)
    {
        int box = input;
        for (int around = tree.Nodes[input].Parent; around > 0; around = tree.Nodes[around].Parent)
        {
            (int from, int to) = texts.RangeOf(around);
            int words = texts.WordsOf(from, to);
            if (words > MaxWordsOfBox || words * 2 > texts.AllWords || to - from > MaxBlocksOfBox
                || tree.Nodes[around].Tag is HtmlTag.Html or HtmlTag.Body or HtmlTag.Main or HtmlTag.Article or HtmlTag.TableCell || HasTitle(page, from,
                    to)) break;
            box = around;
        }
        (int first, int end) = texts.RangeOf(box);
        int before = FirstBefore(tree, page, box, first);
        bool speaks = BoxTerms.HasNewsletter(texts.TextOf(first, end));
        if (!speaks && before == first) return Math.Max(input + 1, tree.Nodes[box].SubtreeEnd);
        MarkRange(page, before, end);
        int outer = tree.Nodes[tree.Nodes[box].Parent].SubtreeEnd;
        for (int i = end; i < page.Count && i < end + MaxAfter && page.Blocks[i].FirstNode < outer; i++)
        {
            string text = texts.TextOf(i, i + 1);
            if (page.Blocks[i].Words > MaxWordsBeside || !(BoxTerms.HasNewsletter(text) || (page.Blocks[i].Words <= 25 && BoxTerms.IsNote(text)))) break;
            page.Blocks[i].IsUnwanted = true;
        }
        return Math.Max(input + 1, tree.Nodes[box].SubtreeEnd);
    }

    /// <summary>Gets the first of the short lines before a box that belong to it: up to one that speaks of newsletters.</summary>
    private int FirstBefore(HtmlTree tree, PageBlocks page, int box, int first)
    {
        int parent = tree.Nodes[box].Parent;
        int before = first;
        for (int i = first - 1; i >= 0 && i >= first - MaxBefore && page.Blocks[i].FirstNode > parent && page.Blocks[i].Words <= MaxWordsBeside; i--)
        {
            if (page.Blocks[i].Role == HtmlTag.H1) break;
            if (BoxTerms.HasNewsletter(texts.TextOf(i, i + 1))) before = i;
            if (page.Blocks[i].Role is >= HtmlTag.H2 and <= HtmlTag.H6) break;
        }
        return before;
    }

    private static bool HasTitle(PageBlocks page, int first, int end)
    {
        for (int i = first; i < end; i++)
            if (page.Blocks[i].Role == HtmlTag.H1) return true;
        return false;
    }

    private static bool HasInput(HtmlTree tree, int node)
    {
        int end = tree.Nodes[node].SubtreeEnd;
        for (int inner = node + 1; inner < end; inner++)
            if (tree.Nodes[inner].Tag is HtmlTag.Input or HtmlTag.Form) return true;
        return false;
    }

    private static bool IsForAddress(HtmlTree tree, int node)
    {
        ReadOnlySpan<byte> type = tree.Attribute(node, HtmlAttributeName.Type);
        if (StyleText.StartsWith(type, "email"u8)) return true;
        if (!type.IsEmpty && !StyleText.StartsWith(type, "text"u8)) return false;
        return HasMail(tree.Attribute(node, HtmlAttributeName.Name)) || HasMail(tree.Attribute(node, HtmlAttributeName.Id))
            || HasMail(tree.Attribute(node, HtmlAttributeName.Placeholder)) || HasMail(tree.Attribute(node, HtmlAttributeName.AriaLabel));
    }

    private static bool HasMail(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && (text.IndexOf("mail"u8) >= 0 || text.IndexOf("Mail"u8) >= 0 || text.IndexOf("MAIL"u8) >= 0 || text.IndexOf("@"u8) >= 0);

    private static void MarkRange(PageBlocks page, int first, int end)
    {
        for (int i = first; i < end; i++) page.Blocks[i].IsUnwanted = true;
    }
}
