namespace DataCuration.Extraction;

/// <summary>A link or an image and its place in the extracted text, for documents in which text and pictures take turns (<see cref="HtmlExtractor.KeepReferences"/>).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it begins, in bytes of <see cref="ExtractedPage.Utf8Text"/>.</param>
/// <param name="Length">How many bytes it spans; 0 for a picture that stands between words.</param>
/// <param name="Address">The address, absolute where the page's own is known (as written in pages whose links, made absolute, would be far longer than the page).</param>
/// <param name="AlternativeText">What stands for a picture that cannot be seen; empty for links and where the page gives none.</param>
public readonly record struct PageReference(PageReferenceKind Kind, int Offset, int Length, string Address, string AlternativeText);
