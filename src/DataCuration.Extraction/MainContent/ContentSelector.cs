namespace DataCuration.Extraction;

/// <summary>
/// Selects the blocks of the main content by their probabilities. The selection has the best expected F measure (Ye et al. 2012, "Optimizing F-measures"),
/// which is always a set of the most probable blocks. Compared with a fixed threshold it keeps more on a page with doubtful blocks, and less on a clear page.
/// Code, formulas and short blocks between selected blocks are kept too (<see cref="SelectionGaps"/>), and the headings of selected text
/// (<see cref="SectionHeadings"/>). Duplicated text is kept once.
/// </summary>
internal sealed class ContentSelector
{
    private const int ArticleCopyWords = 8;
    private const int ShortestCopy = 4; // one shingle
    private const double CopiedShare = 0.8;

    private readonly KeySet taken = new();
    private readonly List<ulong> shingles = [];
    private readonly SectionGaps sections = new();
    private ulong[] order = [];
    private ulong[] scratch = [];
    private bool[] selected = [];
    private int count;

    /// <summary>
    /// The default beta of the F measure per page type, chosen by cross-validation. Articles favour precision, since most text around them looks like article
    /// text.
    /// </summary>
    public static double BalancedBeta(PageType type) => type == PageType.Article ? 0.75 : 1;

    /// <summary>
    /// The minimum number of words of a block that is dropped if its text is repeated, per page type, chosen by cross-validation. Lists and shops repeat short
    /// texts for other window sizes. Manuals repeat sentences and steps on purpose, so they keep all visible copies.
    /// </summary>
    public static int MinCopyWords(PageType type) => type switch
    {
        PageType.Article => ArticleCopyWords,
        PageType.Documentation => int.MaxValue,
        _ => ShortestCopy,
    };

    /// <summary>Gets, for each block, whether it is selected.</summary>
    public ReadOnlySpan<bool> Selected => selected.AsSpan(0, count);

    /// <summary>The number of blocks and containers that the search for short sections looked at on the last page.</summary>
    public long Steps => sections.Steps;

    /// <summary>Selects the main content.</summary>
    /// <param name="page">The page.</param>
    /// <param name="probabilities">The probability that each block is main content.</param>
    /// <param name="beta">The weight of recall relative to precision (the beta of F-beta); 1 for equal weight.</param>
    /// <param name="keepsTitle">True to keep the title above the text. On articles it is metadata.</param>
    /// <param name="keepsSections">True to keep short sections of a text whose other sections are kept. Short sections of news are often about other
    /// pages.</param>
    /// <param name="minCopyWords">The minimum number of words of a visible block that is dropped if its text is repeated.</param>
    /// <returns>The number of selected words.</returns>
    public int Select(PageBlocks page, Span<float> probabilities, double beta, bool keepsTitle = true, bool keepsSections = true,
        int minCopyWords = ArticleCopyWords)
    {
        count = page.Count;
        sections.Begin();
        if (selected.Length < count) (selected, order, scratch) = (new bool[count * 2], new ulong[count * 2], new ulong[count * 2]);
        float limit = FindLimit(page, probabilities, beta);
        for (int i = 0; i < count; i++) selected[i] = probabilities[i] > limit && !page.Blocks[i].IsUnwanted;
        SelectionGaps.Fill(page, selected.AsSpan(0, count));
        if (keepsSections) sections.Fill(page, selected.AsSpan(0, count));
        LeaveOutCopies(page, minCopyWords);
        SectionHeadings.Keep(page, selected.AsSpan(0, count), keepsTitle);
        int words = 0;
        for (int i = 0; i < count; i++)
            if (selected[i]) words += page.Blocks[i].Words;
        return words;
    }

    private float FindLimit(PageBlocks page, ReadOnlySpan<float> probabilities, double beta)
    {
        double all = 0;
        for (int i = 0; i < count; i++)
        {
            // The most likely blocks come first. Bits of positive numbers have the order of the numbers.
            order[i] = ((ulong)~BitConverter.SingleToUInt32Bits(probabilities[i]) << 32) | (uint)i;
            all += (double)probabilities[i] * page.Blocks[i].Words;
        }
        KeySort.Sort(order, scratch, count);
        double chosen = 0;
        double hits = 0;
        double best = 0;
        float limit = 1;
        for (int n = 0; n < count; n++)
        {
            int block = (int)(uint)order[n];
            float probability = probabilities[block];
            float next = n + 1 < count ? probabilities[(int)(uint)order[n + 1]] : -1;
            int words = page.Blocks[block].Words;
            chosen += words;
            hits += probability * words;
            double measure = (1 + (beta * beta)) * hits / (chosen + (beta * beta * all) + 1e-9);
            // Blocks with equal probabilities are selected together, so their order does not matter.
            if (measure <= best || next == probability) continue;
            best = measure;
            limit = next >= 0 ? (probability + next) / 2 : -1;
        }
        return limit;
    }

    private void LeaveOutCopies(PageBlocks page, int minWords)
    {
        taken.Clear();
        // Visible text first, so that of two copies the hidden one is dropped.
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < page.Count; i++)
            {
                ref readonly PageBlock block = ref page.Blocks[i];
                bool isHidden = (block.Places & (PlaceFlags.AriaHidden | PlaceFlags.Noscript)) != 0;
                int shortest = Math.Min(minWords, ArticleCopyWords);
                if (!selected[i] || isHidden != (pass == 1) || block.Words < shortest || block.Role == HtmlTag.Preformatted || block.Formulas > 0) continue;
                bool isNew = AddOrFindCopy(page.TextOf(i));
                selected[i] = isNew || (!isHidden && block.Words < minWords);
            }
        }
    }

    private bool AddOrFindCopy(ReadOnlySpan<byte> text)
    {
        shingles.Clear();
        var words = new WordHashes(text);
        int copied = 0;
        while (words.MoveNext(out _, out ulong shingle, out int number))
        {
            if (number < 4) continue;
            shingles.Add(shingle);
            if (taken.Contains(shingle)) copied++;
        }
        if (shingles.Count > 0 && copied > shingles.Count * CopiedShare) return false;
        foreach (ulong shingle in shingles) taken.Add(shingle);
        return true;
    }
}
