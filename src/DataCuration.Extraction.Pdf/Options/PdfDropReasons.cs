namespace DataCuration.Extraction.Pdf;

/// <summary>Why <see cref="PdfExtractor"/> made no document of a file. Each is a drop, counted by its name in reports.</summary>
public static class PdfDropReasons
{
    /// <summary>The file has no bytes.</summary>
    public const string Empty = "pdf_empty";

    /// <summary>Neither a PDF header nor a cross-reference marker stands in the file: it is something else.</summary>
    public const string NotPdf = "pdf_not_pdf";

    /// <summary>The file has more bytes than <see cref="PdfExtractorOptions.MaxBytes"/>.</summary>
    public const string TooLarge = "pdf_too_large";

    /// <summary>The file is encrypted, and the empty password does not open it.</summary>
    public const string Encrypted = "pdf_encrypted";

    /// <summary>The file's structure cannot be read, or none of its pages can.</summary>
    public const string Damaged = "pdf_damaged";

    /// <summary>The file has more pages than <see cref="PdfExtractorOptions.MaxPages"/>.</summary>
    public const string TooManyPages = "pdf_too_many_pages";

    /// <summary>The file draws more letters than <see cref="PdfExtractorOptions.MaxLetters"/>.</summary>
    public const string TooManyLetters = "pdf_too_many_letters";

    /// <summary>The file's streams decompress to more than <see cref="PdfExtractorOptions.MaxDecodedBytes"/>.</summary>
    public const string TooMuchData = "pdf_too_much_data";

    /// <summary>Reading the file takes more than <see cref="PdfExtractorOptions.MaxWork"/> units of work.</summary>
    public const string TooMuchWork = "pdf_too_much_work";

    /// <summary>Objects are nested more deeply than any honest file does.</summary>
    public const string TooDeep = "pdf_too_deep";

    /// <summary>The pages draw no letters: scans without a text layer, or drawings. Recognising characters is out of scope.</summary>
    public const string NoText = "pdf_no_text";

    /// <summary>Most letters have no Unicode value in the file: what could be read would be gibberish.</summary>
    public const string UnmappedText = "pdf_unmapped_text";
}
