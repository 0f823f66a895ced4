using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Writes the Markdown tables in a document's text as lines of <c>header: value</c> (<see cref="TableLinearizer"/>), with the last heading and the caption above them. Works on what <see cref="HtmlExtractor"/>
/// writes in either format, and on Markdown from elsewhere.
/// </summary>
/// <remarks>
/// A table is a row of cells, a row of dashes with as many cells, and rows to the next line without a pipe (GitHub Flavored Markdown, section 4.10). Nothing in a fenced or indented code block is one, nor in a
/// quote. A header of empty cells is no header. A short paragraph of one line directly above that does not end as a sentence does is taken as the caption. Tables that the linearizer refuses, and those without rows, stay as they are. Work is linear in the text.
/// </remarks>
public sealed class MarkdownTableLinearizer : DocumentTransform
{
    /// <summary>How lines are made.</summary>
    /// <value>Default: a <see cref="TableLinearizer"/> with its defaults.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TableLinearizer Linearizer { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>Where the lines go.</summary>
    /// <value>Default: <see cref="TablePlacement.Replace"/>.</value>
    public TablePlacement Placement { get; init; }

    /// <summary>A paragraph above a table is its caption if it has one line of at most as many characters; 0 takes none.</summary>
    /// <value>In UTF-16 units, 0 or more; default 150 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxCaptionChars
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxCaptionChars must not be negative.");
    } = 150;

    /// <summary>Linearises the tables of a text.</summary>
    /// <param name="text">Markdown, or text with Markdown tables in it.</param>
    /// <returns>The edited text; the same object if there is no table in it.</returns>
    public string Linearize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Most documents have no table: a search for what each must have is cheaper than reading lines.
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
        // On bytes first: most documents have no pipe, and need not be decoded.
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
