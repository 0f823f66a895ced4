namespace DataCuration.Extraction;

/// <summary>
/// Keeps the heading of text that is kept. A heading belongs to the text directly below it, or to a heading below it that is kept. Headings in menus, asides
/// and forms belong to them.
/// </summary>
internal static class SectionHeadings
{
    private const int MaxSkipped = 2;
    private const int MaxSkippedWords = 12;
    private const int MaxTitles = 1;

    // Headings of lists of other pages.
    private const uint Strange = (1u << (int)TextTopics.More) | (1u << (int)TextTopics.Follow) | (1u << (int)TextTopics.Subscribe)
        | (1u << (int)TextTopics.Comment) | (1u << (int)TextTopics.Advertisement);

    private const PlaceFlags Apart = PlaceFlags.Navigation | PlaceFlags.Aside | PlaceFlags.Footer | PlaceFlags.Form | PlaceFlags.Dialog | PlaceFlags.Button;

    private const ClassWords Foreign = ClassWords.Related | ClassWords.Comment | ClassWords.Advertisement | ClassWords.Newsletter | ClassWords.Share
        | ClassWords.Sidebar | ClassWords.Footer;

    /// <summary>Selects the headings of selected text.</summary>
    /// <param name="page">The page.</param>
    /// <param name="selected">Says which blocks are selected.</param>
    /// <param name="keepsTitle">True to keep the title: a first-level heading that is the only one with text below it. Others are not titles.</param>
    public static void Keep(PageBlocks page, Span<bool> selected, bool keepsTitle)
    {
        // From the end, so that a heading is known to be kept before those above it.
        int text = -1; // the next selected block
        int skipped = 0;
        int skippedWords = 0;
        var titles = new List<int>();
        for (int i = page.Count - 1; i >= 0; i--)
        {
            ref readonly PageBlock block = ref page.Blocks[i];
            if (selected[i])
            {
                (text, skipped, skippedWords) = (i, 0, 0);
                continue;
            }
            bool isHeading = ElementTraits.IsHeading(block.Role);
            if (isHeading && text >= 0 && !block.IsUnwanted && skipped <= MaxSkipped && skippedWords <= MaxSkippedWords
                && (skipped == 0 || !IsStrange(page.TextOf(i))) && Belongs(page, i, text))
            {
                if (keepsTitle || block.Role != HtmlTag.H1)
                {
                    selected[i] = true;
                    (text, skipped, skippedWords) = (i, 0, 0);
                    continue;
                }
                titles.Add(i);
            }
            // Text that is not kept, and the heading above it, are another section.
            skipped++;
            skippedWords += isHeading ? MaxSkippedWords + 1 : block.Words;
        }
        if (titles.Count <= MaxTitles) return;
        foreach (int title in titles) selected[title] = true;
    }

    /// <summary>Returns true for the headings of lists of other pages.</summary>
    public static bool IsStrange(ReadOnlySpan<byte> text)
    {
        var words = new WordHashes(text);
        while (words.MoveNext(out ulong word, out _, out int number) && number <= 3)
            if ((TextVocabulary.Of(word) & Strange) != 0) return true;
        return false;
    }

    private static bool Belongs(PageBlocks page, int heading, int text)
    {
        ref readonly PageBlock title = ref page.Blocks[heading];
        ref readonly PageBlock below = ref page.Blocks[text];
        if ((title.Places & ~below.Places & Apart) != 0) return false;
        // A heading below is kept with one above it only if that one is of a higher level.
        if (ElementTraits.IsHeading(below.Role) && below.Role <= title.Role) return false;
        ClassWords around = page.Containers[title.Container].AllWords & ~page.Containers[below.Container].AllWords;
        return (around & Foreign) == 0;
    }
}
