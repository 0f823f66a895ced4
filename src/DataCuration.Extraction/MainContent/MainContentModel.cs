namespace DataCuration.Extraction;

/// <summary>How likely each block of a page belongs to its main content, by trees that were grown on pages with known main content.</summary>
/// <param name="trees">What was learned.</param>
internal sealed class MainContentModel(ExtractionTrees trees)
{
    private readonly BlockFeatures features = new();
    private float[] probabilities = new float[1024];

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
        if (probabilities.Length < page.Count) probabilities = new float[page.Count * 2];
        Span<float> row = stackalloc float[BlockFeatures.Count];
        for (int i = 0; i < page.Count; i++)
        {
            features.Describe(page, i, kinds, row);
            probabilities[i] = 1 / (1 + MathF.Exp(-trees.Blocks.Evaluate(row)));
        }
        return probabilities.AsSpan(0, page.Count);
    }
}
