using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>
/// The start of each page in the text of a PDF file, as <c>PdfAnnotations.PageOffsets</c> of DataCuration.Extraction.Pdf writes it: UTF-16 offsets with commas.
/// This package does not refer to that one.
/// </summary>
internal static class PageOffsets
{
    public static readonly AnnotationKey<string> Annotation = new("pdf_page_offsets");

    /// <summary>Returns the offsets; empty if the document has none that fit its text.</summary>
    public static int[] Read(Document document, string text)
    {
        if (!document.TryGet(Annotation, out string? value) || string.IsNullOrEmpty(value)) return [];
        string[] parts = value.Split(',');
        int[] offsets = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out offsets[i])) return [];
            if (offsets[i] > text.Length || (i > 0 && offsets[i] < offsets[i - 1])) return [];
        }
        return offsets;
    }

    public static string Format(IEnumerable<int> offsets) => string.Join(',', offsets.Select(offset => offset.ToString(CultureInfo.InvariantCulture)));
}
