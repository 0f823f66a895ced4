namespace DataCuration.Extraction;

/// <summary>How likely each block of a page belongs to its main content, by trees that were grown on pages with known main content: a first judgement of each block, and a second one that knows the first of all.</summary>
/// <param name="trees">What was learned.</param>
internal sealed class MainContentModel(ExtractionTrees trees)
{
    /// <summary>How many numbers describe a block for the second judgement.</summary>
    public const int Width = BlockFeatures.Count + BlockContext.Count;

    /// <summary>How many blocks' numbers are kept for the second judgement; those of the others are found anew, or a page of a million blocks would take a gigabyte.</summary>
    private const int MostRows = 4096;

    private readonly BlockFeatures features = new();
    private readonly BlockContext context = new();
    private float[] probabilities = [];
    private float[] first = [];
    private float[] rows = [];

    /// <summary>About how much memory is held.</summary>
    public long HeldBytes => (rows.Length * 4L) + (probabilities.Length * 200L);

    /// <summary>Judges the blocks of a page.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="page">Its blocks.</param>
    /// <param name="metadata">What the page says about itself.</param>
    /// <param name="url">Where it comes from, if that is known.</param>
    /// <param name="type">The most likely kind of the page.</param>
    /// <returns>Their probabilities, which the next call overwrites.</returns>
    public Span<float> Judge(HtmlTree tree, PageBlocks page, PageMetadata metadata, string? url, out PageType type)
    {
        features.Prepare(tree, page, metadata, url);
        Span<float> kinds = stackalloc float[PageTypes.Count];
        PageTypes.Judge(trees.Kinds, features.Signals, page, metadata.CanonicalUrl ?? url, kinds);
        type = PageTypes.MostLikely(kinds);
        int count = page.Count;
        if (probabilities.Length < count) (probabilities, first) = (new float[count + (count / 4)], new float[count + (count / 4)]);
        int kept = Math.Min(count, MostRows);
        if (rows.Length < kept * Width) rows = new float[Math.Min(MostRows, kept * 2) * Width];
        Span<float> scratch = stackalloc float[Width];
        for (int i = 0; i < count; i++)
        {
            Span<float> row = i < kept ? rows.AsSpan(i * Width, Width) : scratch;
            features.Describe(page, i, kinds, row[..BlockFeatures.Count]);
            first[i] = Sigmoid(trees.Blocks.Evaluate(row));
        }
        context.Read(page, features.Layout, first);
        for (int i = 0; i < count; i++)
        {
            Span<float> row = i < kept ? rows.AsSpan(i * Width, Width) : scratch;
            if (i >= kept) features.Describe(page, i, kinds, row[..BlockFeatures.Count]);
            context.Describe(page, features.Layout, first, i, row[BlockFeatures.Count..]);
            probabilities[i] = Sigmoid(trees.Context.Evaluate(row));
        }
        PageRules.Apply(page, features.Signals.Kinds, type, features.IsForumAddress, probabilities.AsSpan(0, count));
        return probabilities.AsSpan(0, count);
    }

    private static float Sigmoid(float odds) => 1 / (1 + MathF.Exp(-odds));
}
