using System.Globalization;

namespace DataCuration.Extraction.Pdf;

/// <summary>Reads and writes <see cref="PdfAnnotations.PageOffsets"/>.</summary>
public static class PdfPageOffsets
{
    /// <summary>Splits the text of a document into pages.</summary>
    /// <param name="document">A document from <see cref="PdfExtractor"/> with unchanged text.</param>
    /// <returns>The text of each page, or the whole text if the document has no page offsets.</returns>
    /// <exception cref="InvalidDataException">The offsets do not match the text.</exception>
    public static IReadOnlyList<string> Split(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        string text = document.Text;
        if (!document.TryGet(PdfAnnotations.PageOffsets, out string? value) || string.IsNullOrEmpty(value)) return [text];
        int[] offsets = Parse(value);
        var pages = new string[offsets.Length];
        for (int i = 0; i < offsets.Length; i++)
        {
            int end = i + 1 < offsets.Length ? offsets[i + 1] : text.Length;
            if (offsets[i] < 0 || end < offsets[i] || end > text.Length)
                throw new InvalidDataException($"Document '{document.Id}': page {i + 1} spans {offsets[i]} to {end}, but the text has {text.Length} "
                    + $"characters. Was the text changed after extraction?");
            pages[i] = text[offsets[i]..end];
        }
        return pages;
    }

    internal static string Format(IEnumerable<int> offsets) => string.Join(',', offsets.Select(offset => offset.ToString(CultureInfo.InvariantCulture)));

    private static int[] Parse(string value)
    {
        string[] parts = value.Split(',');
        var offsets = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out offsets[i]))
                throw new InvalidDataException($"Page offsets '{value}': '{parts[i]}' is not an offset.");
        return offsets;
    }
}
