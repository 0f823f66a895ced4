using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Replaces the Markdown tables in a document's text by lines of <c>header: value</c> (<see cref="TableLinearizer"/>), each with the last heading and the
/// caption above the table. Works on both output formats of <see cref="HtmlExtractor"/>, and on other Markdown.
/// </summary>
/// <remarks>
/// A table is a row of cells, a row of dashes with the same number of cells, and the rows up to the next line without a pipe (GitHub Flavored Markdown, section
/// 4.10). Code blocks and quotes are ignored. A header of empty cells is not a header. A one-line paragraph directly above the table is its caption if it is
/// short and does not end like a sentence. Tables that the linearizer rejects, and tables without rows, are left unchanged. The cost is linear in the text.
/// </remarks>
public sealed class MarkdownTableLinearizer : DocumentTransform
{
    /// <summary>The format of the lines.</summary>
    /// <value>Default: a <see cref="TableLinearizer"/> with its defaults.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TableLinearizer Linearizer { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The placement of the lines.</summary>
    /// <value>Default: <see cref="TablePlacement.Replace"/>.</value>
    public TablePlacement Placement { get; init; }

    /// <summary>The maximum length of a one-line paragraph above a table that is taken as its caption; 0 for no captions.</summary>
    /// <value>In UTF-16 units, 0 or more; default 150 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxCaptionChars
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxCaptionChars must not be negative.");
    } = 150;

    /// <summary>Linearizes the tables of a text.</summary>
    /// <param name="text">Markdown, or text that contains Markdown tables.</param>
    /// <returns>The edited text, or the same instance if it has no table.</returns>
    public string Linearize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Most documents have no table, and this check is cheaper than reading lines.
        if (!text.Contains('|', StringComparison.Ordinal) || !text.Contains('-', StringComparison.Ordinal)) return text;
        StringBuilder? output = null;
        int copied = 0;
        foreach (MarkdownTable table in MarkdownTable.Find(text, MaxCaptionChars))
        {
            if (Linearizer.Linearize(table.Header, table.Rows, table.Caption, table.Section) is not { Length: > 0 } lines) continue;
            output ??= new StringBuilder(text.Length);
            output.Append(text, copied, (Placement == TablePlacement.Append ? table.End : table.Start) - copied);
            if (Placement == TablePlacement.Append) output.Append("\n\n");
            output.Append(lines);
            copied = table.End;
        }
        return output is null ? text : output.Append(text, copied, text.Length - copied).ToString();
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        // Check the bytes first: most documents have no pipe and need not be decoded.
        if (document.Utf8Text.Span.IndexOf((byte)'|') < 0) return StageResult.Keep;
        string text = document.Text;
        string edited = Linearize(text);
        return ReferenceEquals(text, edited) ? StageResult.Keep : StageResult.Replace(document.WithText(edited));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("markdown_tables", "1");
        Linearizer.Describe(writer);
        writer.Add(nameof(Placement), Placement.ToString());
        writer.Add(nameof(MaxCaptionChars), MaxCaptionChars);
    }
}
