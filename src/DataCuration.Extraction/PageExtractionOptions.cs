namespace DataCuration.Extraction;

/// <summary>The options of <see cref="HtmlExtractor"/> that change what is extracted from a page.</summary>
internal sealed record PageExtractionOptions
{
    public TextFormat Format { get; init; } = TextFormat.PlainText;

    public ExtractionFocus Focus { get; init; } = ExtractionFocus.Balanced;

    public bool KeepLinks { get; init; }

    public bool KeepImages { get; init; }

    public bool KeepReferences { get; init; }

    public bool KeepComments { get; init; }

    public bool DropLineNumbers { get; init; }

    public bool DropNoteMarks { get; init; }

    public int MinWords { get; init; } = 1;

    /// <summary>The markup written into the text of comments.</summary>
    public InlineMarkup CommentMarkup =>
        Format != TextFormat.Markdown ? InlineMarkup.None
        : InlineMarkup.Emphasis | InlineMarkup.Code | (KeepLinks ? InlineMarkup.Links : InlineMarkup.None)
            | (KeepImages ? InlineMarkup.Images : InlineMarkup.None);

    /// <summary>The markup written into the main content. References are marked here only, since their offsets refer to this text.</summary>
    public InlineMarkup ContentMarkup => CommentMarkup | (KeepReferences ? InlineMarkup.References : InlineMarkup.None);

    /// <summary>Gets the beta of the F measure that selects the main content.</summary>
    public double BetaFor(PageType type) => Focus switch
    {
        ExtractionFocus.Precision => 0.5,
        ExtractionFocus.Recall => 2,
        _ => ContentSelector.BalancedBeta(type),
    };

    /// <summary>Writes every option into a fingerprint.</summary>
    public void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(Format), Format.ToString());
        writer.Add(nameof(Focus), Focus.ToString());
        writer.Add(nameof(KeepLinks), KeepLinks);
        writer.Add(nameof(KeepImages), KeepImages);
        writer.Add(nameof(KeepReferences), KeepReferences);
        writer.Add(nameof(KeepComments), KeepComments);
        writer.Add(nameof(DropLineNumbers), DropLineNumbers);
        writer.Add(nameof(DropNoteMarks), DropNoteMarks);
    }
}
