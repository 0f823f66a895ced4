namespace DataCuration.Extraction;

/// <summary>The format of extracted text.</summary>
public enum TextFormat
{
    /// <summary>
    /// Paragraphs separated by empty lines, list items with a dash or number, Markdown tables, code unchanged, formulas as TeX between dollar signs.
    /// </summary>
    PlainText,

    /// <summary>Markdown: additionally headings, emphasis, quotes, and code blocks with their language.</summary>
    Markdown,
}
