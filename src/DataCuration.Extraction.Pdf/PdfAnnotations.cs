namespace DataCuration.Extraction.Pdf;

/// <summary>The annotations that <see cref="PdfExtractor"/> writes.</summary>
public static class PdfAnnotations
{
    /// <summary>The number of pages of the file.</summary>
    public static readonly AnnotationKey<int> Pages = new("pdf_pages");

    /// <summary>
    /// Where each page's text begins: offsets into <see cref="Document.Text"/> in UTF-16 code units, ascending, comma-separated, one for each page. A page
    /// without text has its successor's offset. A paragraph that runs over a page's end belongs to the page that it began on; the next page then begins after it.
    /// Later stages (such as a correction by a language model, page by page) cut the text with <see cref="PdfPageOffsets"/>.
    /// </summary>
    public static readonly AnnotationKey<string> PageOffsets = new("pdf_page_offsets");

    /// <summary>The title in the file's information dictionary; absent if there is none.</summary>
    public static readonly AnnotationKey<string> Title = new("pdf_title");

    /// <summary>The author in the file's information dictionary; absent if there is none.</summary>
    public static readonly AnnotationKey<string> Author = new("pdf_author");

    /// <summary>How many pages could not be read and are missing from the text; absent if none.</summary>
    public static readonly AnnotationKey<int> FailedPages = new("pdf_failed_pages");

    /// <summary>How many pages draw no letters (scans among text pages); absent if none.</summary>
    public static readonly AnnotationKey<int> PagesWithoutText = new("pdf_pages_without_text");

    /// <summary>How many letters (without spaces) were left out as running heads, feet and page numbers; absent if none.</summary>
    public static readonly AnnotationKey<long> RunningLetters = new("pdf_running_letters");

    /// <summary>How many letters (without spaces) were left out because they were drawn twice, invisible, outside the page, turned into the margin or askew; absent if none.</summary>
    public static readonly AnnotationKey<long> HiddenLetters = new("pdf_hidden_letters");

    /// <summary>How many glyphs have no Unicode value and are missing from the text; absent if none.</summary>
    public static readonly AnnotationKey<long> UnmappedLetters = new("pdf_unmapped_letters");
}
