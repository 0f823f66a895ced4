namespace DataCuration.Extraction;

/// <summary>
/// Computes the features of each block: its text, surrounding elements and class names, neighbouring blocks, containers, and the page.
/// <see cref="BoostedTrees"/> learn what they mean for main content.
/// </summary>
internal sealed class BlockFeatures
{
    /// <summary>The number of features.</summary>
    public const int Count = 188 + BlockWords.Count + BlockLayout.Count + PageTypes.Count + PageTypes.AddressCount;

    /// <summary>The index of the first log odds of the page types.</summary>
    public const int FirstKind = Count - PageTypes.AddressCount - PageTypes.Count;

    private const int WordFlags = 31;
    private const int PlaceCount = 24;
    private const int Levels = 5;

    private readonly PageSignals signals = new();
    private readonly ParagraphVotes votes = new();
    private readonly BlockWords blockWords = new();
    private readonly BlockLayout layout = new();
    private readonly float[] address = new float[PageTypes.AddressCount];
    private readonly KeyTable<Copies> copies = new();
    private PageSums sums;
    private int[] words = [];
    private int[] linkWords = [];
    private int[] goodWords = [];
    private int[] paragraphWords = [];
    private int[] stops = [];

    /// <summary>The signals that the page gives about itself.</summary>
    public PageSignals Signals => signals;

    /// <summary>True if the page's address contains a word typical of forums.</summary>
    public bool IsForumAddress => address[PageTypes.FirstAddressWord + (int)PageType.Forum] > 0;

    /// <summary>The layout features of the page.</summary>
    public BlockLayout Layout => layout;

    /// <summary>Aggregates a page. Call this before <see cref="Describe"/>.</summary>
    public void Prepare(HtmlTree tree, PageBlocks page, PageMetadata metadata, string? url)
    {
        signals.Read(tree, metadata);
        Array.Clear(address);
        PageTypes.DescribeAddress(metadata.CanonicalUrl ?? url, address);
        int count = page.Count;
        if (words.Length <= count) words = linkWords = goodWords = paragraphWords = stops = [];
        if (words.Length == 0)
        {
            int size = Math.Max(2048, count * 2);
            (words, linkWords, goodWords, paragraphWords, stops) = (new int[size], new int[size], new int[size], new int[size], new int[size]);
        }
        copies.Clear();
        for (int i = 0; i < count; i++)
        {
            ref readonly PageBlock block = ref page.Blocks[i];
            words[i + 1] = words[i] + block.Words;
            linkWords[i + 1] = linkWords[i] + block.LinkWords;
            goodWords[i + 1] = goodWords[i] + (IsGood(block) ? block.Words - block.LinkWords : 0);
            paragraphWords[i + 1] = paragraphWords[i] + (block.Role == HtmlTag.Paragraph ? block.Words : 0);
            stops[i + 1] = stops[i] + block.Stops;
            ref Copies same = ref copies.GetOrAdd(block.Hash);
            if (same.Count++ == 0) same.First = i;
        }
        if (count == 0) return;
        blockWords.Read(page, signals);
        layout.Read(page);
        votes.Count(page, words, linkWords);
        sums = Summarize(page);
    }

    private static bool IsGood(in PageBlock block) => block.Words >= 10 && block.LinkWords * 3 < block.Words && block.Stops + block.Commas > 0;

    private static float Log(double value) => (float)Math.Log(1 + value);

    private static float Ratio(double part, double whole) => whole > 0 ? (float)(part / whole) : 0;

    private PageSums Summarize(PageBlocks page)
    {
        int count = page.Count;
        int good = goodWords[count];
        // The smallest container with most of the page's prose.
        int center = 0;
        for (int c = 1; c < page.ContainerCount; c++)
        {
            ref readonly PageContainer container = ref page.Containers[c];
            if (goodWords[container.EndBlock] - goodWords[container.FirstBlock] > good * 0.6 && container.Depth > page.Containers[center].Depth) center = c;
        }
        int first = count;
        int last = -1;
        for (int i = page.Containers[center].FirstBlock; i < page.Containers[center].EndBlock; i++)
        {
            if (!IsGood(page.Blocks[i])) continue;
            first = Math.Min(first, i);
            last = i;
        }
        int title = -1;
        for (int i = 0; i < count && title < 0; i++)
            if (page.Blocks[i].Role == HtmlTag.H1 && blockWords.TitleShare(i) > 0.6) title = i;
        int heading = -1;
        for (int i = 0; i < count && heading < 0; i++)
            if (page.Blocks[i].Role == HtmlTag.H1) heading = i;
        return new PageSums(center, first, last, title >= 0 ? title
            : heading, Log(words[count]), Ratio(linkWords[count], words[count]), Ratio(good, words[count]), Log(count));
    }

    /// <summary>Computes the features of a block of the prepared page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="index">The block.</param>
    /// <param name="kinds">The log odds of each page type.</param>
    /// <param name="row">Receives the features.</param>
    public void Describe(PageBlocks page, int index, ReadOnlySpan<float> kinds, Span<float> row)
    {
        ref readonly PageBlock block = ref page.Blocks[index];
        int count = page.Count;
        int k = 0;
        // Text.
        row[k++] = Log(block.Words);
        row[k++] = Ratio(block.LinkWords, block.Words);
        row[k++] = Ratio(block.Letters, block.Words);
        row[k++] = Ratio(block.Stops, block.Words);
        row[k++] = Ratio(block.Commas, block.Words);
        row[k++] = Ratio(block.Digits, block.TextLength);
        row[k++] = Ratio(block.Capitals, block.Words);
        row[k++] = Ratio(block.Signs, block.TextLength);
        row[k++] = block.EndsSentence ? 1 : 0;
        row[k++] = block.Links;
        row[k++] = Ratio(block.Links, block.Words);
        row[k++] = block.Images;
        row[k++] = block.IsBold ? 1 : 0;
        row[k++] = Log(block.Stops);
        row[k++] = page.TextOf(index)[0] is >= (byte)'a' and <= (byte)'z' ? 1 : 0;
        row[k++] = page.TextOf(index).IndexOf((byte)'\n') >= 0 ? 1 : 0;
        row[k++] = copies[block.Hash].Count - 1;
        row[k++] = blockWords.TitleShare(index);
        row[k++] = blockWords.DescriptionShare(index);
        // Role and element.
        row[k++] = RoleNumber(block.Role);
        row[k++] = block.Role == HtmlTag.Paragraph ? 1 : 0;
        row[k++] = block.Role is >= HtmlTag.H1 and <= HtmlTag.H6 ? block.Role - HtmlTag.H1 + 1 : 0;
        row[k++] = block.Role == HtmlTag.ListItem ? 1 : 0;
        row[k++] = block.Role is HtmlTag.TableCell or HtmlTag.TableHeaderCell ? 1 : 0;
        ref readonly PageContainer own = ref page.Containers[block.Container];
        row[k++] = own.Tag == HtmlTag.Div ? 1 : 0;
        row[k++] = Ratio(own.EndBlock - own.FirstBlock, 1);
        for (int bit = 0; bit < PlaceCount; bit++) row[k++] = ((uint)(block.Places | own.Places) >> bit) & 1;
        ClassWords near = own.Words | (own.Parent >= 0 ? page.Containers[own.Parent].Words : ClassWords.None);
        for (int bit = 0; bit < WordFlags; bit++) row[k++] = (((uint)own.AllWords >> bit) & 1) + (((uint)near >> bit) & 1);
        // Position.
        row[k++] = Ratio(index, count);
        row[k++] = Ratio(words[index], words[count]);
        row[k++] = Log(words[index]);
        row[k++] = Log(words[count] - words[index + 1]);
        row[k++] = Log(count - index);
        row[k++] = own.Depth;
        row[k++] = sums.Title < 0 ? -1 : index - sums.Title;
        row[k++] = sums.Title < 0 ? -1 : Math.Sign(index - sums.Title) * Log(Math.Abs(words[index] - words[sums.Title]));
        k = DescribeHeading(page, index, row, k);
        // Position relative to the container with most prose.
        ref readonly PageContainer center = ref page.Containers[sums.Center];
        bool isInside = index >= center.FirstBlock && index < center.EndBlock;
        row[k++] = isInside ? 1 : 0;
        row[k++] = sums.FirstGood > sums.LastGood ? 0 : index < sums.FirstGood ? Math.Max(-30, index - sums.FirstGood)
            : index > sums.LastGood ? Math.Min(30, index - sums.LastGood) : 0;
        row[k++] = sums.FirstGood > sums.LastGood ? -1 : index < sums.FirstGood ? Log(words[sums.FirstGood] - words[index])
            : index > sums.LastGood ? Log(words[index] - words[sums.LastGood]) : 0;
        row[k++] = Ratio(goodWords[center.EndBlock] - goodWords[center.FirstBlock], words[center.EndBlock] - words[center.FirstBlock]);
        row[k++] = own.Depth - center.Depth;
        // Neighbours.
        for (int offset = -3; offset <= 3; offset++)
        {
            if (offset == 0) continue;
            int other = index + offset;
            bool exists = other >= 0 && other < count;
            row[k++] = exists ? Log(page.Blocks[other].Words) : -1;
            row[k++] = exists ? Ratio(page.Blocks[other].LinkWords, page.Blocks[other].Words) : -1;
            if (Math.Abs(offset) > 2) continue;
            row[k++] = exists ? RoleNumber(page.Blocks[other].Role) : -1;
            row[k++] = exists && page.Blocks[other].Container == block.Container ? 1 : 0;
        }
        // Surrounding containers.
        int level = block.Container;
        for (int step = 0; step < Levels; step++)
        {
            ref readonly PageContainer container = ref page.Containers[level];
            int inside = words[container.EndBlock] - words[container.FirstBlock];
            row[k++] = Log(inside);
            row[k++] = Ratio(linkWords[container.EndBlock] - linkWords[container.FirstBlock], inside);
            row[k++] = Ratio(goodWords[container.EndBlock] - goodWords[container.FirstBlock], goodWords[count]);
            row[k++] = Ratio(inside, container.EndBlock - container.FirstBlock);
            row[k++] = Ratio(stops[container.EndBlock] - stops[container.FirstBlock], inside);
            row[k++] = container.Repeats;
            row[k++] = Ratio(container.RepeatWords, container.Repeats);
            row[k++] = Ratio(votes.Scores[level], votes.Scores[votes.Top]);
            if (container.Parent >= 0) level = container.Parent;
        }
        // The container with the most paragraph votes, and the best run of blocks.
        ref readonly PageContainer top = ref page.Containers[votes.Top];
        row[k++] = index >= top.FirstBlock && index < top.EndBlock ? 1 : 0;
        row[k++] = index < top.FirstBlock ? Math.Max(-30, index - top.FirstBlock) : index >= top.EndBlock ? Math.Min(30, index - top.EndBlock + 1) : 0;
        row[k++] = own.Parent == votes.Top || block.Container == votes.Top ? 1 : 0;
        row[k++] = Depth(page, block.Container, votes.Top);
        row[k++] = Log(votes.Scores[votes.Top]);
        row[k++] = Ratio(words[top.EndBlock] - words[top.FirstBlock], words[count]);
        row[k++] = Ratio(linkWords[top.EndBlock] - linkWords[top.FirstBlock], words[top.EndBlock] - words[top.FirstBlock]);
        int near1 = top.Parent >= 0 ? top.Parent : votes.Top;
        row[k++] = index >= page.Containers[near1].FirstBlock && index < page.Containers[near1].EndBlock ? 1 : 0;
        row[k++] = index >= votes.RunFirst && index < votes.RunEnd ? 1 : 0;
        row[k++] = index < votes.RunFirst ? Math.Max(-30, index - votes.RunFirst) : index >= votes.RunEnd ? Math.Min(30, index - votes.RunEnd + 1) : 0;
        row[k++] = Ratio(words[votes.RunEnd] - words[votes.RunFirst], words[count]);
        row[k++] = FirstOfCopies(page, index) ? 1 : 0;
        // Page.
        row[k++] = sums.LogWords;
        row[k++] = sums.LinkDensity;
        row[k++] = sums.GoodShare;
        row[k++] = sums.LogBlocks;
        row[k++] = Log(signals.Articles);
        row[k++] = Log(signals.Paragraphs);
        row[k++] = Log(signals.Preformatted);
        row[k++] = Log(signals.Tables);
        row[k++] = Log(signals.Images);
        row[k++] = Log(signals.FirstHeadings);
        row[k++] = Log(signals.Headings);
        row[k++] = signals.HasMain ? 1 : 0;
        row[k++] = Has(PageKinds.Article | PageKinds.OpenGraphArticle);
        row[k++] = Has(PageKinds.Product | PageKinds.OpenGraphProduct | PageKinds.Review);
        row[k++] = Has(PageKinds.Forum | PageKinds.Question | PageKinds.Comment);
        row[k++] = Has(PageKinds.List);
        row[k++] = Has(PageKinds.Organization | PageKinds.Service);
        k += blockWords.Describe(page, index, row[k..]);
        k += layout.Describe(page, index, words, sums.Title, sums.Center, row[k..]);
        foreach (float odds in kinds) row[k++] = odds;
        foreach (float value in address) row[k++] = value;
        if (k != Count) throw new System.Diagnostics.UnreachableException($"{k} features.");
    }

    /// <summary>The number of levels from a container up to an ancestor; -1 if it is not an ancestor.</summary>
    private static float Depth(PageBlocks page, int container, int around)
    {
        int distance = page.Containers[container].Depth - page.Containers[around].Depth;
        for (int i = 0; i < distance; i++) container = page.Containers[container].Parent;
        return distance >= 0 && container == around ? Math.Min(distance, 12) : -1;
    }

    private bool FirstOfCopies(PageBlocks page, int index) => copies[page.Blocks[index].Hash].First == index;

    private float Has(PageKinds kinds) => (signals.Kinds & kinds) != 0 ? 1 : 0;

    private int DescribeHeading(PageBlocks page, int index, Span<float> row, int k)
    {
        // Distance to the heading above, and for headings the text below.
        int back = index - 1;
        while (back >= 0 && index - back < 40 && page.Blocks[back].Role is not (>= HtmlTag.H1 and <= HtmlTag.H6)) back--;
        bool found = back >= 0 && page.Blocks[back].Role is >= HtmlTag.H1 and <= HtmlTag.H6;
        row[k++] = found ? index - back : -1;
        row[k++] = found ? page.Blocks[back].Role - HtmlTag.H1 + 1 : 0;
        int next = index + 1;
        while (next < page.Count && next - index < 40 && page.Blocks[next].Role is not (>= HtmlTag.H1 and <= HtmlTag.H6)) next++;
        row[k++] = Log(words[next] - words[index + 1]);
        row[k++] = Ratio(linkWords[next] - linkWords[index + 1], words[next] - words[index + 1]);
        row[k++] = Ratio(goodWords[next] - goodWords[index + 1], words[next] - words[index + 1]);
        return k;
    }

    private static float RoleNumber(HtmlTag role) => role switch
    {
        HtmlTag.Paragraph => 1,
        HtmlTag.Div => 2,
        HtmlTag.BlockQuote => 3,
        HtmlTag.Preformatted => 4,
        HtmlTag.ListItem => 5,
        HtmlTag.DescriptionDetails => 6,
        HtmlTag.DescriptionTerm => 7,
        >= HtmlTag.H1 and <= HtmlTag.H6 => 8,
        HtmlTag.TableCell => 9,
        HtmlTag.TableHeaderCell => 10,
        HtmlTag.FigureCaption or HtmlTag.Caption => 11,
        HtmlTag.Summary => 12,
        HtmlTag.Label or HtmlTag.Legend => 13,
        HtmlTag.Button => 14,
        _ => 0,
    };

    private readonly record struct PageSums(int Center, int FirstGood, int LastGood, int Title, float LogWords,
        float LinkDensity, float GoodShare, float LogBlocks);

    private struct Copies
    {
        public int Count;
        public int First;
    }
}
