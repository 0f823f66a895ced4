namespace DataCuration.Extraction;

/// <summary>What extracted text looks like.</summary>
public enum TextFormat
{
    /// <summary>Paragraphs parted by empty lines, list items with a dash or their number, tables as Markdown tables, code as it is, formulas as TeX between dollar signs.</summary>
    PlainText,

    /// <summary>Markdown: headings, emphasis, quotes, code blocks with their language, and what <see cref="PlainText"/> has.</summary>
    Markdown,
}
