namespace DataCuration.Extraction.Pdf;

/// <summary>The reasons for which <see cref="PdfExtractor"/> drops a file. Reports count drops by reason.</summary>
public static class PdfDropReasons
{
    /// <summary>The file is empty.</summary>
    public const string Empty = "pdf_empty";

    /// <summary>The file has neither a PDF header nor a cross-reference marker.</summary>
    public const string NotPdf = "pdf_not_pdf";

    /// <summary>The file has more bytes than <see cref="PdfExtractorOptions.MaxBytes"/>.</summary>
    public const string TooLarge = "pdf_too_large";

    /// <summary>The file is encrypted and does not open with the empty password.</summary>
    public const string Encrypted = "pdf_encrypted";

    /// <summary>The structure of the file, or all of its pages, could not be read.</summary>
    public const string Damaged = "pdf_damaged";

    /// <summary>The file has more pages than <see cref="PdfExtractorOptions.MaxPages"/>.</summary>
    public const string TooManyPages = "pdf_too_many_pages";

    /// <summary>The file draws more letters than <see cref="PdfExtractorOptions.MaxLetters"/>.</summary>
    public const string TooManyLetters = "pdf_too_many_letters";

    /// <summary>The streams of the file decompress to more than <see cref="PdfExtractorOptions.MaxDecodedBytes"/>.</summary>
    public const string TooMuchData = "pdf_too_much_data";

    /// <summary>Reading the file takes more than <see cref="PdfExtractorOptions.MaxWork"/> units of work.</summary>
    public const string TooMuchWork = "pdf_too_much_work";

    /// <summary>Objects are nested more deeply than in any legitimate file.</summary>
    public const string TooDeep = "pdf_too_deep";

    /// <summary>The pages have no text: scans without a text layer, or drawings. OCR is out of scope.</summary>
    public const string NoText = "pdf_no_text";

    /// <summary>Most letters have no Unicode value in the file, so the text would be unreadable.</summary>
    public const string UnmappedText = "pdf_unmapped_text";
}
