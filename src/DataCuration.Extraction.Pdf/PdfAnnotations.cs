namespace DataCuration.Extraction.Pdf;

/// <summary>The annotations that <see cref="PdfExtractor"/> sets.</summary>
public static class PdfAnnotations
{
    /// <summary>The number of pages of the file.</summary>
    public static readonly AnnotationKey<int> Pages = new("pdf_pages");

    /// <summary>
    /// The start of each page in <see cref="Document.Text"/>: ascending, comma-separated offsets in UTF-16 code units. A page without text has the offset of
    /// the next page. A paragraph across pages belongs to the page where it starts; the next page starts after it. A listing is divided between its lines.
    /// Use <see cref="PdfPageOffsets"/> to split the text into pages.
    /// </summary>
    public static readonly AnnotationKey<string> PageOffsets = new("pdf_page_offsets");

    /// <summary>The title in the file's information dictionary; absent without one.</summary>
    public static readonly AnnotationKey<string> Title = new("pdf_title");

    /// <summary>The author in the file's information dictionary; absent without one.</summary>
    public static readonly AnnotationKey<string> Author = new("pdf_author");

    /// <summary>The number of pages that could not be read and are missing from the text; absent if 0.</summary>
    public static readonly AnnotationKey<int> FailedPages = new("pdf_failed_pages");

    /// <summary>The number of pages without letters (scans among text pages); absent if 0.</summary>
    public static readonly AnnotationKey<int> PagesWithoutText = new("pdf_pages_without_text");

    /// <summary>The number of letters, without spaces, removed as page headers, page footers and page numbers; absent if 0.</summary>
    public static readonly AnnotationKey<long> RunningLetters = new("pdf_running_letters");

    /// <summary>The number of digits removed as line numbers beside listings; absent if 0.</summary>
    public static readonly AnnotationKey<long> LineNumberLetters = new("pdf_line_number_letters");

    /// <summary>The number of dots removed as leaders between the entries of a table of contents and their page numbers; absent if 0.</summary>
    public static readonly AnnotationKey<long> LeaderLetters = new("pdf_leader_letters");

    /// <summary>
    /// The number of letters, without spaces, that were omitted: drawn twice, invisible, outside the page, rotated in the margin, or askew. Absent if 0.
    /// </summary>
    public static readonly AnnotationKey<long> HiddenLetters = new("pdf_hidden_letters");

    /// <summary>The number of glyphs without a Unicode value, which are missing from the text; absent if 0.</summary>
    public static readonly AnnotationKey<long> UnmappedLetters = new("pdf_unmapped_letters");
}
