namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Gives headings their levels: by the rank of their size in the document, and by the parts of their number where one size has several (1, 1.2, 1.2.3).
/// </summary>
internal static class HeadingLevels
{
    /// <summary>The lowest level of Markdown.</summary>
    private const int Lowest = 6;

    /// <summary>The depth of bold lines of the text's size, below all numbers.</summary>
    private const int BoldLine = 100;

    /// <summary>The minimum number of bold lines in a document for them to be headings.</summary>
    private const int MinBoldLines = 3;

    /// <summary>Sizes within this relative difference are one size.</summary>
    private const double SameSize = 0.03;

    /// <summary>Sets <see cref="TextBlock.HeadingLevel"/> of every heading.</summary>
    /// <param name="blocks">The blocks of the document.</param>
    public static void Set(IReadOnlyList<TextBlock> blocks)
    {
        var headings = new List<(TextBlock Block, int Depth)>();
        foreach (TextBlock block in blocks)
        {
            if (!HeadingSigns.IsHeading(block)) continue;
            headings.Add((block, block.IsBoldLine ? BoldLine : SectionNumber.TryRead(block.Lines[0], out int depth, out _) ? depth : 0));
        }
        // A few bold lines are emphasis.
        if (headings.Count(static heading => heading.Depth == BoldLine) < MinBoldLines) headings.RemoveAll(static heading => heading.Depth == BoldLine);
        int level = 0;
        bool isTitle = true;
        foreach (List<(TextBlock Block, int Depth)> size in BySize(headings))
        {
            bool isNumbered = size.Exists(static heading => heading.Depth is > 0 and < BoldLine);
            // The sizes of the title page are one level, above the first size that comes back or has numbers.
            if (isTitle && size.Count == 1 && !isNumbered)
            {
                level = 1;
                size[0].Block.HeadingLevel = 1;
                continue;
            }
            isTitle = false;
            // Headings without a number are of the level of the shortest numbers: preface, appendix, references.
            int least = isNumbered ? size.Where(static heading => heading.Depth > 0).Min(static heading => heading.Depth) : 0;
            int[] depths = [.. size.Select(heading => Math.Max(heading.Depth, least)).Distinct().Order()];
            foreach ((TextBlock block, int depth) in size)
                block.HeadingLevel = Math.Min(Lowest, level + 1 + Array.IndexOf(depths, Math.Max(depth, least)));
            level = Math.Min(Lowest, level + depths.Length);
        }
    }

    /// <summary>Groups headings by size, largest first.</summary>
    private static IEnumerable<List<(TextBlock Block, int Depth)>> BySize(List<(TextBlock Block, int Depth)> headings)
    {
        List<(TextBlock Block, int Depth)> group = [];
        foreach ((TextBlock Block, int Depth) heading in headings.OrderByDescending(static heading => heading.Block.Size))
        {
            if (group.Count > 0 && heading.Block.Size < (1 - SameSize) * group[0].Block.Size)
            {
                yield return group;
                group = [];
            }
            group.Add(heading);
        }
        if (group.Count > 0) yield return group;
    }
}
