namespace DataCuration.Extraction;

/// <summary>Predicts the type of a page from its signals, its elements and the words of its address, with one set of boosted trees per type.</summary>
internal static class PageTypes
{
    /// <summary>The number of features of a page.</summary>
    public const int FeatureCount = 48;

    /// <summary>The number of page types.</summary>
    public const int Count = 7;

    /// <summary>The number of features of an address.</summary>
    public const int AddressCount = FirstAddressWord + Count;

    /// <summary>The index of the first address feature that is about words of a page type.</summary>
    public const int FirstAddressWord = 3;

    private static readonly PageKinds[] Kinds = Enum.GetValues<PageKinds>();

    private static readonly string[][] AddressWords =
    [
        ["blog", "news", "article", "articles", "story", "stories", "post", "posts"],
        ["docs", "doc", "documentation", "guide", "guides", "reference", "manual", "tutorial", "tutorials", "api", "learn", "wiki", "help"],
        ["forum", "forums", "thread", "threads", "topic", "topics", "t", "questions", "question", "discussion", "community",
            "comments", "viewtopic", "showthread"],
        ["product", "products", "item", "dp", "p", "shop", "store", "buy"],
        ["search", "list", "listing", "listings", "tag", "tags", "archive", "jobs", "directory", "top", "best"],
        ["services", "service", "solutions", "about", "pricing", "platform", "features", "company"],
        ["collections", "collection", "category", "categories", "c", "browse", "catalog", "department"],
    ];

    /// <summary>Predicts the log odds of each page type.</summary>
    public static void Predict(BoostedTrees[] trees, PageSignals signals, PageBlocks page, string? url, Span<float> odds)
    {
        Span<float> features = stackalloc float[FeatureCount];
        Describe(signals, page, url, features);
        for (int kind = 0; kind < Count; kind++) odds[kind] = trees[kind].Evaluate(features);
    }

    /// <summary>Gets the most likely page type.</summary>
    public static PageType MostLikely(ReadOnlySpan<float> odds)
    {
        int best = 0;
        for (int kind = 1; kind < odds.Length; kind++)
            if (odds[kind] > odds[best]) best = kind;
        return (PageType)best;
    }

    /// <summary>Computes the features of a page.</summary>
    public static void Describe(PageSignals signals, PageBlocks page, string? url, Span<float> row)
    {
        row.Clear();
        int k = 0;
        foreach (PageKinds kind in Kinds)
            if (kind != PageKinds.None) row[k++] = signals.Kinds.HasFlag(kind) ? 1 : 0;
        row[k++] = Log(signals.Articles);
        row[k++] = Log(signals.Paragraphs);
        row[k++] = Log(signals.Preformatted);
        row[k++] = Log(signals.Codes);
        row[k++] = Log(signals.Tables);
        row[k++] = Log(signals.Inputs);
        row[k++] = Log(signals.Images);
        row[k++] = Log(signals.ListItems);
        row[k++] = Log(signals.FirstHeadings);
        row[k++] = Log(signals.Headings);
        row[k++] = signals.HasMain ? 1 : 0;
        int words = 0;
        int links = 0;
        int prose = 0;
        int forum = 0;
        int product = 0;
        int listing = 0;
        int comment = 0;
        int longest = 0;
        int digits = 0;
        foreach (ref readonly PageBlock block in page.Blocks)
        {
            ClassWords around = page.Containers[block.Container].AllWords;
            words += block.Words;
            links += block.LinkWords;
            digits += block.Digits;
            if (block.Words >= 20 && block.LinkWords * 3 < block.Words) prose += block.Words;
            if (around.HasFlag(ClassWords.Forum)) forum += block.Words;
            if (around.HasFlag(ClassWords.Product)) product += block.Words;
            if (around.HasFlag(ClassWords.Listing)) listing += block.Words;
            if (around.HasFlag(ClassWords.Comment)) comment += block.Words;
            longest = Math.Max(longest, page.Containers[block.Container].Repeats);
        }
        float all = Math.Max(1, words);
        row[k++] = Log(words);
        row[k++] = links / all;
        row[k++] = prose / all;
        row[k++] = Log(prose);
        row[k++] = forum / all;
        row[k++] = product / all;
        row[k++] = listing / all;
        row[k++] = comment / all;
        row[k++] = digits / all;
        row[k++] = Log(longest);
        row[k++] = Log(page.Count);
        DescribeAddress(url, row[k..]);
    }

    /// <summary>Computes the features of an address.</summary>
    public static void DescribeAddress(string? url, Span<float> row)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address)) return;
        string[] segments = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        row[0] = segments.Length;
        row[1] = segments.Length > 0 ? segments[^1].Count(static character => character == '-') : 0;
        row[2] = address.Query.Length > 0 ? 1 : 0;
        string[] words = [.. (address.Host + "/" + address.AbsolutePath).ToLowerInvariant().Split(['/', '.', '-', '_'], StringSplitOptions.RemoveEmptyEntries)];
        for (int kind = 0; kind < AddressWords.Length; kind++)
            row[FirstAddressWord + kind] = words.Any(word => AddressWords[kind].Contains(word, StringComparer.Ordinal)) ? 1 : 0;
    }

    private static float Log(double value) => (float)Math.Log(1 + value);
}
