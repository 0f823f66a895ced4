namespace DataCuration.Extraction;

/// <summary>
/// Paragraphs vote for the containers around them, near containers more than far ones (as in Readability, arc90 2009). The article is in the container with
/// most votes. Also finds the run of blocks with most prose relative to links and short lines (maximum subsequence, Pasternack and Roth 2009).
/// </summary>
internal sealed class ParagraphVotes
{
    private const int Reach = 5;
    private const ClassWords Good = ClassWords.Content | ClassWords.Article | ClassWords.Text;
    private const ClassWords Bad = ClassWords.Navigation | ClassWords.Sidebar | ClassWords.Footer | ClassWords.Share | ClassWords.Related | ClassWords.Comment
        | ClassWords.Advertisement | ClassWords.Form
        | ClassWords.Overlay | ClassWords.Meta;

    private float[] scores = new float[1024];

    /// <summary>The votes of each container, reduced by link density.</summary>
    public ReadOnlySpan<float> Scores => scores;

    /// <summary>The container with the most votes.</summary>
    public int Top { get; private set; }

    /// <summary>The first block of the best run.</summary>
    public int RunFirst { get; private set; }

    /// <summary>The index after the last block of the best run.</summary>
    public int RunEnd { get; private set; }

    /// <summary>Counts the votes of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="words">The number of words before each block.</param>
    /// <param name="linkWords">The number of words in links before each block.</param>
    public void Count(PageBlocks page, ReadOnlySpan<int> words, ReadOnlySpan<int> linkWords)
    {
        if (scores.Length < page.ContainerCount) scores = new float[page.ContainerCount * 2];
        Array.Clear(scores, 0, page.ContainerCount);
        foreach (ref readonly PageBlock block in page.Blocks) Vote(page, block);
        Top = 0;
        for (int i = 0; i < page.ContainerCount; i++)
        {
            ref readonly PageContainer container = ref page.Containers[i];
            if (scores[i] <= 0) continue;
            int inside = words[container.EndBlock] - words[container.FirstBlock];
            float density = inside > 0 ? (float)(linkWords[container.EndBlock] - linkWords[container.FirstBlock]) / inside : 0;
            scores[i] = Math.Max(0, scores[i] + PriorOf(container)) * (1 - density);
            if (scores[i] > scores[Top]) Top = i;
        }
        FindRun(page);
    }

    private static float PriorOf(in PageContainer container)
    {
        float standing = container.Tag switch
        {
            HtmlTag.Article or HtmlTag.Main => 15,
            HtmlTag.Div or HtmlTag.Section => 5,
            HtmlTag.TableCell or HtmlTag.BlockQuote or HtmlTag.Preformatted => 3,
            HtmlTag.OrderedList or HtmlTag.UnorderedList or HtmlTag.DescriptionList or HtmlTag.ListItem or HtmlTag.Form or HtmlTag.Address => -3,
            HtmlTag.Aside or HtmlTag.Footer or HtmlTag.Navigation => -25,
            _ => 0,
        };
        if ((container.Words & Good) != 0) standing += 25;
        if ((container.Words & Bad) != 0) standing -= 25;
        return standing;
    }

    private void Vote(PageBlocks page, in PageBlock block)
    {
        if (block.TextLength < 25 || block.Role is not (HtmlTag.Paragraph or HtmlTag.Div or HtmlTag.TableCell or HtmlTag.BlockQuote or HtmlTag.Preformatted))
            return;
        float vote = 1 + block.Commas + Math.Min(3, block.TextLength / 100f);
        vote *= 1 - ((float)block.LinkWords / Math.Max(1, block.Words));
        int container = block.Container;
        // A block with its own element votes for the container around that element.
        if (page.Containers[container].Tag is HtmlTag.Paragraph or HtmlTag.BlockQuote or HtmlTag.Preformatted && page.Containers[container].Parent >= 0)
            container = page.Containers[container].Parent;
        for (int distance = 0; distance < Reach && container >= 0; distance++)
        {
            scores[container] += distance switch { 0 => vote, 1 => vote / 2, _ => vote / (distance * 3) };
            container = page.Containers[container].Parent;
        }
    }

    private void FindRun(PageBlocks page)
    {
        float best = 0;
        float sum = 0;
        int first = 0;
        RunFirst = RunEnd = 0;
        for (int i = 0; i < page.Count; i++)
        {
            ref readonly PageBlock block = ref page.Blocks[i];
            // Each word of prose adds one, each word in a link subtracts one, and each block costs six.
            sum += block.Words - (2f * block.LinkWords) - 6;
            if (sum <= 0)
            {
                sum = 0;
                first = i + 1;
            }
            else if (sum > best)
            {
                best = sum;
                (RunFirst, RunEnd) = (first, i + 1);
            }
        }
    }
}
