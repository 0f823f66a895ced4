namespace DataCuration.Extraction;

/// <summary>
/// Marks the blocks of boxes that are never main content, in any place: consent banners, sign-up boxes for newsletters, and what a class hides.
/// </summary>
internal sealed class UnwantedBoxes
{
    private readonly BoxTexts texts = new();
    private readonly ConsentBanners banners;
    private readonly SignUpBoxes signUps;
    private readonly HidingClasses hiding;

    public UnwantedBoxes() => (banners, signUps, hiding) = (new(texts), new(texts), new(texts));

    /// <summary>The number of blocks marked as banners on the last page, each time it was marked.</summary>
    public long Steps => banners.Steps;

    /// <summary>Marks the blocks of a page.</summary>
    public void Mark(HtmlTree tree, PageBlocks page)
    {
        texts.Begin(tree, page);
        banners.Mark(tree, page);
        signUps.Mark(tree, page);
        hiding.Mark(tree, page);
    }
}
