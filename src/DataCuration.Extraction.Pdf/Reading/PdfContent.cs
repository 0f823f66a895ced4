namespace DataCuration.Extraction.Pdf;

/// <summary>The content of a file.</summary>
/// <param name="Pages">The layout of each page; null for an unreadable page.</param>
/// <param name="Title">The title in the information dictionary, or null.</param>
/// <param name="Author">The author in the information dictionary, or null.</param>
internal sealed record PdfContent(IReadOnlyList<PageLayout?> Pages, string? Title, string? Author);
