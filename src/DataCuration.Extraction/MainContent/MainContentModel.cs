namespace DataCuration.Extraction;

/// <summary>
/// Predicts the probability that each block is main content. A first model scores each block; a second one also sees the first scores of all blocks.
/// </summary>
/// <param name="trees">The trained models.</param>
internal sealed class MainContentModel(ExtractionTrees trees)
{
    /// <summary>The number of features of the second model.</summary>
    public const int Width = BlockFeatures.Count + BlockContext.Count;

    /// <summary>
    /// The maximum number of feature rows kept between the two models. Rows of further blocks are computed again; keeping them would take a gigabyte for a page
    /// of a million blocks.
    /// </summary>
    private const int MaxRows = 4096;

    /// <summary>
    /// The number of blocks scored on any page, and the bytes of page for each further one. The densest of 363 real pages has a block per 134 bytes; a page
    /// that dense can be 800 kB long before its blocks are grouped.
    /// </summary>
    private const int MinScored = 1024;
    private const int BytesPerScored = 160;

    /// <summary>The cost of scoring a block in elementary steps: its features and the nodes of the trees.</summary>
    private const int StepsEach = 1024;

    private readonly BlockFeatures features = new();
    private readonly BlockContext context = new();
    private readonly UnwantedBoxes boxes = new();
    private float[] probabilities = [];
    private float[] first = [];
    private float[] rows = [];

    /// <summary>The approximate memory in use.</summary>
    public long HeldBytes => (rows.Length * 4L) + (probabilities.Length * 200L);

    /// <summary>True if the last page declares itself an article.</summary>
    public bool IsDeclaredArticle => (features.Signals.Kinds & (PageKinds.Article | PageKinds.OpenGraphArticle)) != 0;

    /// <summary>The number of elementary steps of the last call.</summary>
    public long Steps { get; private set; }

    /// <summary>Predicts the probabilities for the blocks of a page.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="page">The blocks of the page.</param>
    /// <param name="metadata">The metadata of the page.</param>
    /// <param name="url">The address of the page, if known.</param>
    /// <param name="type">The most likely page type.</param>
    /// <returns>The probability of main content for each block. The next call overwrites it.</returns>
    public Span<float> Predict(HtmlTree tree, PageBlocks page, PageMetadata metadata, string? url, out PageType type)
    {
        features.Prepare(tree, page, metadata, url);
        Span<float> kinds = stackalloc float[PageTypes.Count];
        PageTypes.Predict(trees.Kinds, features.Signals, page, metadata.CanonicalUrl ?? url, kinds);
        type = PageTypes.MostLikely(kinds);
        int count = page.Count;
        if (probabilities.Length < count) (probabilities, first) = (new float[count + (count / 4)], new float[count + (count / 4)]);
        int kept = Math.Min(count, MaxRows);
        if (rows.Length < kept * Width) rows = new float[Math.Min(MaxRows, kept * 2) * Width];
        Span<float> scratch = stackalloc float[Width];
        int groupSize = (int)(((long)count + MaxScored(tree) - 1) / MaxScored(tree));
        Steps = count + ((long)(count + groupSize - 1) / groupSize * StepsEach);
        for (int i = 0; i < count; i += groupSize)
        {
            int scored = Longest(page, i, Math.Min(count, i + groupSize));
            Span<float> row = scored < kept ? rows.AsSpan(scored * Width, Width) : scratch;
            features.Describe(page, scored, kinds, row[..BlockFeatures.Count]);
            Fill(first, i, Math.Min(groupSize, count - i), Sigmoid(trees.Blocks.Evaluate(row)));
        }
        context.Read(page, features.Layout, first);
        for (int i = 0; i < count; i += groupSize)
        {
            int scored = Longest(page, i, Math.Min(count, i + groupSize));
            Span<float> row = scored < kept ? rows.AsSpan(scored * Width, Width) : scratch;
            if (scored >= kept) features.Describe(page, scored, kinds, row[..BlockFeatures.Count]);
            context.Describe(page, features.Layout, first, scored, row[BlockFeatures.Count..]);
            Fill(probabilities, i, Math.Min(groupSize, count - i), Sigmoid(trees.Context.Evaluate(row)));
        }
        boxes.Mark(tree, page);
        Steps += boxes.Steps;
        PageRules.Apply(page, features.Signals.Kinds, type, features.IsForumAddress, probabilities.AsSpan(0, count));
        return probabilities.AsSpan(0, count);
    }

    /// <summary>
    /// The maximum number of blocks scored. Pages have about a block per 800 bytes. On pages with far more, neighbours share one score, so that time depends
    /// only on the size of the page.
    /// </summary>
    private static long MaxScored(HtmlTree tree) => MinScored + (tree.Html.Length / BytesPerScored);

    private static int Longest(PageBlocks page, int from, int end)
    {
        int longest = from;
        for (int i = from + 1; i < end; i++)
            if (page.Blocks[i].TextLength > page.Blocks[longest].TextLength) longest = i;
        return longest;
    }

    private static void Fill(float[] values, int start, int count, float value)
    {
        for (int i = start; i < start + count; i++) values[i] = value;
    }

    private static float Sigmoid(float odds) => 1 / (1 + MathF.Exp(-odds));
}
