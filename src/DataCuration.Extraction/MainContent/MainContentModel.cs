namespace DataCuration.Extraction;

/// <summary>How likely each block of a page belongs to its main content, by trees that were grown on pages with known main content.</summary>
/// <param name="trees">Give the log odds.</param>
internal sealed class MainContentModel(BoostedTrees trees)
{
    private readonly BlockFeatures features = new();
    private float[] probabilities = new float[1024];

    /// <summary>What the page says about itself.</summary>
    public PageSignals Signals => features.Signals;

    /// <summary>Judges the blocks of a page.</summary>
    /// <returns>Their probabilities, which the next call overwrites.</returns>
    public Span<float> Judge(HtmlTree tree, PageBlocks page)
    {
        features.Prepare(tree, page);
        if (probabilities.Length < page.Count) probabilities = new float[page.Count * 2];
        Span<float> row = stackalloc float[BlockFeatures.Count];
        for (int i = 0; i < page.Count; i++)
        {
            features.Describe(page, i, row);
            probabilities[i] = 1 / (1 + MathF.Exp(-trees.Evaluate(row)));
        }
        return probabilities.AsSpan(0, page.Count);
    }
}
