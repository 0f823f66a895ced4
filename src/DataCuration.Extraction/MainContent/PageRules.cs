namespace DataCuration.Extraction;

/// <summary>
/// Rules for cases with too few training pages. They lower probabilities; they do not decide. They lower those of consent dialogs, of lines in an article
/// that lead to others (<see cref="TeaserLines"/>), of comments below an article, and of text in <c>article</c> elements other than the main one. On pages of
/// products they lower customer reviews and frequent questions, and in forums the signatures of members. In forums and lists, comments and articles are the
/// content, so the rules for them do not apply there.
/// </summary>
internal static class PageRules
{
    /// <summary>The factor applied to a probability.</summary>
    private const float Factor = 0.1f;

    /// <summary>The minimum of likely words before comments and reviews. An element with less before it may itself be the subject.</summary>
    private const double MinWordsBefore = 40;

    private const float Sure = 0.8f;
    private const float Doubtful = 0.1f;
    private const int SureWords = 10;
    private const double MinTextShare = 0.5;

    /// <summary>
    /// The minimum of likely words before comments, as a share of the likely words in them. Pages with less are about their comments, such as those of link
    /// collections. Chosen by cross-validation; .1 to .3 give the same on the seven page types.
    /// </summary>
    private const double MinShareBefore = 0.1;

    /// <summary>Lowers the probabilities of blocks that are not the page's subject.</summary>
    /// <param name="page">The page.</param>
    /// <param name="kinds">The kinds that the page declares.</param>
    /// <param name="type">The most likely page type.</param>
    /// <param name="isForumAddress">True if the page's address contains a word typical of forums.</param>
    /// <param name="probabilities">The probability of main content for each block.</param>
    public static void Apply(PageBlocks page, PageKinds kinds, PageType type, bool isForumAddress, Span<float> probabilities)
    {
        LowerConsent(page, probabilities);
        LowerSignatures(page, type == PageType.Forum, probabilities);
        if (type is PageType.Product or PageType.Collection) LowerFaq(page, probabilities);
        if (type == PageType.Article) LowerTeasers(page, probabilities);
        if (type == PageType.Product) LowerAfterContent(page, ClassWords.Review, 0, probabilities);
        if (isForumAddress) return;
        bool isThread = (kinds & (PageKinds.Forum | PageKinds.Question)) != 0;
        bool isDeclared = (kinds & (PageKinds.Article | PageKinds.OpenGraphArticle)) != 0 && (kinds & PageKinds.List) == 0 && !isThread;
        if ((type == PageType.Article && !isThread) || isDeclared) LowerAfterContent(page, ClassWords.Comment, MinShareBefore, probabilities);
        if (type == PageType.Article) LowerOtherArticles(page, isDeclared, probabilities);
    }

    /// <summary>Lowers lines that lead to other articles, and credits of pictures.</summary>
    private static void LowerTeasers(PageBlocks page, Span<float> probabilities)
    {
        for (int i = 0; i < page.Count; i++)
            if (probabilities[i] > Doubtful && TeaserLines.IsOne(page, i)) probabilities[i] *= Factor;
    }

    private static void LowerConsent(PageBlocks page, Span<float> probabilities)
    {
        for (int i = 0; i < page.Count; i++)
            if (page.Blocks[i].Places.HasFlag(PlaceFlags.Dialog) && page.Containers[page.Blocks[i].Container].AllWords.HasFlag(ClassWords.Cookie))
                probabilities[i] *= Factor;
    }

    /// <summary>
    /// Lowers the signatures of members below their posts. Outside forums, the element around must be named after a forum: manuals have signatures of
    /// functions.
    /// </summary>
    private static void LowerSignatures(PageBlocks page, bool isForum, Span<float> probabilities)
    {
        for (int c = 1; c < page.ContainerCount; c++)
        {
            ref readonly PageContainer box = ref page.Containers[c];
            if ((box.Words & ClassWords.Signature) == 0 || (page.Containers[box.Parent].AllWords & ClassWords.Signature) != 0) continue;
            if (!isForum && (page.Containers[box.Parent].AllWords & ClassWords.Forum) == 0) continue;
            for (int i = box.FirstBlock; i < box.EndBlock; i++) probabilities[i] *= Factor;
        }
    }

    /// <summary>Lowers frequent questions beside products. They are about all products of a shop, or about buying.</summary>
    private static void LowerFaq(PageBlocks page, Span<float> probabilities)
    {
        for (int i = 0; i < page.Count; i++)
            if (page.Containers[page.Blocks[i].Container].AllWords.HasFlag(ClassWords.Faq)) probabilities[i] *= Factor;
    }

    /// <summary>Lowers blocks inside elements with the given class words that come after likely text.</summary>
    private static void LowerAfterContent(PageBlocks page, ClassWords name, double minShareBefore, Span<float> probabilities)
    {
        (double before, double inside) = VisitAfterContent(page, name, 1, probabilities);
        if (before >= inside * minShareBefore) VisitAfterContent(page, name, Factor, probabilities);
    }

    /// <summary>Multiplies the probabilities of those blocks by a factor.</summary>
    /// <returns>The likely words of the other blocks, and of those.</returns>
    private static (double Before, double Inside) VisitAfterContent(PageBlocks page, ClassWords name, float factor, Span<float> probabilities)
    {
        double before = 0;
        double inside = 0;
        int container = 0;
        int end = 0;
        for (int i = 0; i < page.Count; i++)
        {
            // Containers and their first blocks are in document order.
            for (; container < page.ContainerCount && page.Containers[container].FirstBlock <= i; container++)
            {
                ref readonly PageContainer around = ref page.Containers[container];
                if ((around.Words & name) != 0 && before >= MinWordsBefore) end = Math.Max(end, around.EndBlock);
            }
            double likely = (double)probabilities[i] * page.Blocks[i].Words;
            if (i < end)
            {
                inside += likely;
                probabilities[i] *= factor;
            }
            else if (!page.Containers[page.Blocks[i].Container].AllWords.HasFlag(ClassWords.Forum))
            {
                before += likely;
            }
        }
        return (before, inside);
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
        if (own < 0 || (!isDeclared && inside < all * MinTextShare)) return;
        for (int i = 0; i < page.Count; i++)
        {
            bool isInside = i >= page.Containers[own].FirstBlock && i < page.Containers[own].EndBlock;
            if (!isInside && page.Blocks[i].Places.HasFlag(PlaceFlags.Article)) probabilities[i] *= Factor;
        }
    }

    /// <summary>Gets the outermost <c>article</c> element around a block; -1 without one.</summary>
    private static int ArticleAround(PageBlocks page, int index)
    {
        int found = -1;
        for (int container = page.Blocks[index].Container; container > 0; container = page.Containers[container].Parent)
            if (page.Containers[container].Tag == HtmlTag.Article) found = container;
        return found;
    }
}
