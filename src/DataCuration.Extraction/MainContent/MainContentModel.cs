namespace DataCuration.Extraction;

/// <summary>How likely each block of a page belongs to its main content, by trees that were grown on pages with known main content: a first judgement of each block, and a second one that knows the first of all.</summary>
/// <param name="trees">What was learned.</param>
internal sealed class MainContentModel(ExtractionTrees trees)
{
    /// <summary>How many numbers describe a block for the second judgement.</summary>
    public const int Width = BlockFeatures.Count + BlockContext.Count;

    /// <summary>How many blocks' numbers are kept for the second judgement; those of the others are found anew, or a page of a million blocks would take a gigabyte.</summary>
    private const int MostRows = 4096;

    /// <summary>How many blocks of any page are judged, and for how many bytes one more: the densest of 363 real pages have a block for each 134 bytes, and one as dense may be 800 kB long before its blocks are grouped.</summary>
    private const int LeastJudged = 1024;
    private const int LeastBytesEach = 160;

    /// <summary>What a judgement counts in elementary steps: the numbers that describe a block, and the nodes of the trees.</summary>
    private const int StepsEach = 1024;

    private readonly BlockFeatures features = new();
    private readonly BlockContext context = new();
    private float[] probabilities = [];
    private float[] first = [];
    private float[] rows = [];

    /// <summary>About how much memory is held.</summary>
    public long HeldBytes => (rows.Length * 4L) + (probabilities.Length * 200L);

    /// <summary>How many elementary steps the last call took.</summary>
    public long Steps { get; private set; }

    /// <summary>Judges the blocks of a page.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="page">Its blocks.</param>
    /// <param name="metadata">What the page says about itself.</param>
    /// <param name="url">Where it comes from, if that is known.</param>
    /// <param name="type">The most likely kind of the page.</param>
    /// <returns>Their probabilities, which the next call overwrites.</returns>
    public Span<float> Predict(HtmlTree tree, PageBlocks page, PageMetadata metadata, string? url, out PageType type)
    {
        features.Prepare(tree, page, metadata, url);
        Span<float> kinds = stackalloc float[PageTypes.Count];
        PageTypes.Predict(trees.Kinds, features.Signals, page, metadata.CanonicalUrl ?? url, kinds);
        type = PageTypes.MostLikely(kinds);
        int count = page.Count;
        if (probabilities.Length < count) (probabilities, first) = (new float[count + (count / 4)], new float[count + (count / 4)]);
        int kept = Math.Min(count, MostRows);
        if (rows.Length < kept * Width) rows = new float[Math.Min(MostRows, kept * 2) * Width];
        Span<float> scratch = stackalloc float[Width];
        int together = (int)(((long)count + MostJudged(tree) - 1) / MostJudged(tree));
        Steps = count + ((long)(count + together - 1) / together * StepsEach);
        for (int i = 0; i < count; i += together)
        {
            int judged = Longest(page, i, Math.Min(count, i + together));
            Span<float> row = judged < kept ? rows.AsSpan(judged * Width, Width) : scratch;
            features.Describe(page, judged, kinds, row[..BlockFeatures.Count]);
            first.AsSpan(i, Math.Min(together, count - i)).Fill(Sigmoid(trees.Blocks.Evaluate(row)));
        }
        context.Read(page, features.Layout, first);
        for (int i = 0; i < count; i += together)
        {
            int judged = Longest(page, i, Math.Min(count, i + together));
            Span<float> row = judged < kept ? rows.AsSpan(judged * Width, Width) : scratch;
            if (judged >= kept) features.Describe(page, judged, kinds, row[..BlockFeatures.Count]);
            context.Describe(page, features.Layout, first, judged, row[BlockFeatures.Count..]);
            probabilities.AsSpan(i, Math.Min(together, count - i)).Fill(Sigmoid(trees.Context.Evaluate(row)));
        }
        PageRules.Apply(page, features.Signals.Kinds, type, features.IsForumAddress, probabilities.AsSpan(0, count));
        return probabilities.AsSpan(0, count);
    }

    /// <summary>How many blocks of a page are judged. Pages have a block for each 800 bytes; in one that has far more, neighbours are judged together, so that the time depends on the page's size alone.</summary>
    private static long MostJudged(HtmlTree tree) => LeastJudged + (tree.Html.Length / LeastBytesEach);

    private static int Longest(PageBlocks page, int from, int end)
    {
        int longest = from;
        for (int i = from + 1; i < end; i++)
            if (page.Blocks[i].TextLength > page.Blocks[longest].TextLength) longest = i;
        return longest;
    }

    private static float Sigmoid(float odds) => 1 / (1 + MathF.Exp(-odds));
}
