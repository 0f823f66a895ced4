namespace DataCuration.Extraction.Pdf;

/// <summary>What was read of a file.</summary>
/// <param name="Pages">Each page's layout, in order; null for a page that could not be read.</param>
/// <param name="Title">The information dictionary's title, or null.</param>
/// <param name="Author">Its author, or null.</param>
internal sealed record PdfContent(IReadOnlyList<PageLayout?> Pages, string? Title, string? Author);
