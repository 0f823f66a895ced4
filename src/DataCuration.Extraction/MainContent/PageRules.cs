namespace DataCuration.Extraction;

/// <summary>
/// What elements and class names say plainly: a consent dialog is no content; what readers say below an article is none of it, nor is text in <c>article</c> elements beside the one it stands in; and
/// customers' reviews are none of a product's description. In forums and lists comments and articles are what the page is about. The pages that trees are grown on have too few of each for trees to
/// tell them apart, so these are rules. They lower probabilities, and do not decide.
/// </summary>
internal static class PageRules
{
    /// <summary>What is left of a probability.</summary>
    private const float Left = 0.1f;

    /// <summary>How many likely words must stand before comments and reviews: an element with less before it may hold the subject itself.</summary>
    private const double LeastBefore = 40;

    private const float Sure = 0.8f;
    private const int SureWords = 10;
    private const double MostText = 0.5;

    /// <summary>Lowers the probabilities of what is not the page's subject.</summary>
    /// <param name="page">The page.</param>
    /// <param name="kinds">What the page calls itself.</param>
    /// <param name="type">The most likely kind of the page.</param>
    /// <param name="isForumAddress">Whether its address has a word of forums.</param>
    /// <param name="probabilities">How likely each block is main content.</param>
    public static void Apply(PageBlocks page, PageKinds kinds, PageType type, bool isForumAddress, Span<float> probabilities)
    {
        LowerConsent(page, probabilities);
        if (type == PageType.Product) LowerBehind(page, ClassWords.Review, probabilities);
        if (isForumAddress) return;
        bool isThread = (kinds & (PageKinds.Forum | PageKinds.Question)) != 0;
        bool isDeclared = (kinds & (PageKinds.Article | PageKinds.OpenGraphArticle)) != 0 && (kinds & PageKinds.List) == 0 && !isThread;
        if ((type == PageType.Article && !isThread) || isDeclared) LowerBehind(page, ClassWords.Comment, probabilities);
        if (type == PageType.Article) LowerOtherArticles(page, isDeclared, probabilities);
    }

    private static void LowerConsent(PageBlocks page, Span<float> probabilities)
    {
        for (int i = 0; i < page.Count; i++)
            if (page.Blocks[i].Places.HasFlag(PlaceFlags.Dialog) && page.Containers[page.Blocks[i].Container].AllWords.HasFlag(ClassWords.Cookie)) probabilities[i] *= Left;
    }

    /// <summary>Lowers text in elements that call themselves something, behind likely text.</summary>
    private static void LowerBehind(PageBlocks page, ClassWords name, Span<float> probabilities)
    {
        double before = 0;
        int container = 0;
        int end = 0;
        for (int i = 0; i < page.Count; i++)
        {
            // Containers are in document order, and so are their first blocks.
            for (; container < page.ContainerCount && page.Containers[container].FirstBlock <= i; container++)
            {
                ref readonly PageContainer around = ref page.Containers[container];
                if ((around.Words & name) != 0 && before >= LeastBefore) end = Math.Max(end, around.EndBlock);
            }
            if (i < end) probabilities[i] *= Left;
            else if (!page.Containers[page.Blocks[i].Container].AllWords.HasFlag(ClassWords.Forum)) before += (double)probabilities[i] * page.Blocks[i].Words;
        }
    }

    private static void LowerOtherArticles(PageBlocks page, bool isDeclared, Span<float> probabilities)
    {
        int own = -1;
        double inside = 0;
        double all = 0;
        for (int i = 0; i < page.Count; i++)
        {
            ref readonly PageBlock block = ref page.Blocks[i];
            if (own < 0 && probabilities[i] > Sure && block.Words >= SureWords && (own = ArticleAround(page, i)) < 0) return;
            all += (double)probabilities[i] * block.Words;
            if (own >= 0 && i >= page.Containers[own].FirstBlock && i < page.Containers[own].EndBlock) inside += (double)probabilities[i] * block.Words;
        }
        if (own < 0 || (!isDeclared && inside < all * MostText)) return;
        for (int i = 0; i < page.Count; i++)
        {
            bool isInside = i >= page.Containers[own].FirstBlock && i < page.Containers[own].EndBlock;
            if (!isInside && page.Blocks[i].Places.HasFlag(PlaceFlags.Article)) probabilities[i] *= Left;
        }
    }

    /// <summary>The outermost <c>article</c> element around a block; -1 if there is none.</summary>
    private static int ArticleAround(PageBlocks page, int index)
    {
        int found = -1;
        for (int container = page.Blocks[index].Container; container > 0; container = page.Containers[container].Parent)
            if (page.Containers[container].Tag == HtmlTag.Article) found = container;
        return found;
    }
}
