namespace DataCuration.Extraction;

/// <summary>The form in which a text holds tables.</summary>
public enum TableTextFormat
{
    /// <summary>Markdown, with any number of tables and other text around them.</summary>
    Markdown,

    /// <summary>HTML. It is read as a whole, without a choice of the main content.</summary>
    Html,

    /// <summary>One table of delimited values with a header, as RFC 4180 describes it.</summary>
    Csv,
}
