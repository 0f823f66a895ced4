using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Makes documents of the tables in a text: each has some rows of one table, with the header, the section and the caption, and the text before and after the
/// table. So a model sees every row with the names of its columns, whatever the length of the table. Documents have the ids <c>document#1</c>,
/// <c>document#2</c> and so on; a document without a table gives none.
/// </summary>
/// <remarks>
/// <para>A page of HTML is read whole, and layout tables are not tables. Delimited values are one table; the first record is its header.</para>
/// <para>The text around a table ends where another table begins. Records may be ragged: cells beyond the header have no name. A quote that does not close is
/// read as text. Tables that <see cref="Linearizer"/> rejects for their size give no document. The time is linear in the text.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Extraction;
///
/// using var run = new CurationRun();
/// var splitter = new TableTextSplitter { LinesPerDocument = 10, ContextChars = 200 };
/// await Corpus.FromJsonl("pages/*.jsonl").Pipe(splitter).WriteJsonlAsync("tables", run);
/// </code>
/// </example>
public sealed class TableTextSplitter : DocumentExpander
{
    /// <summary>Longer text without white space is not a word.</summary>
    private const int MaxWordChars = 40;

    /// <summary>The id of the document that has the table.</summary>
    public static readonly AnnotationKey<string> SourceDocument = new("table_document");

    /// <summary>The number of the table in its document, from 1. Tables without rows count too.</summary>
    public static readonly AnnotationKey<int> TableNumber = new("table_number");

    /// <summary>The number of the document's first line among the lines of the table, from 1.</summary>
    public static readonly AnnotationKey<int> FirstLine = new("table_first_line");

    /// <summary>The form of the text, if <see cref="FormatField"/> is null.</summary>
    /// <value>Default <see cref="TableTextFormat.Markdown"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">There is no such form.</exception>
    public TableTextFormat Format
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such format.");
    }

    /// <summary>
    /// The field that names the form of each text: <c>markdown</c>, <c>html</c> or <c>csv</c>, in any case. A document without it, or with another value, is a
    /// fault.
    /// </summary>
    /// <value>Default null: all texts have <see cref="Format"/>.</value>
    public string? FormatField { get; init; }

    /// <summary>The field with the caption of a document's tables, for delimited values, which have no text around them.</summary>
    /// <value>Default null.</value>
    public string? CaptionField { get; init; }

    /// <summary>The delimiter of values.</summary>
    /// <value>Default null: comma, semicolon, tab or pipe, whichever the first line has most of.</value>
    /// <exception cref="ArgumentException">The value is a quote or a line end.</exception>
    public char? Delimiter
    {
        get;
        init => field = value is '"' or '\n' or '\r' ? throw new ArgumentException("A quote or a line end cannot be a delimiter.", nameof(value)) : value;
    }

    /// <summary>The form of the rows.</summary>
    /// <value>Default <see cref="TableTextStyle.Lines"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">There is no such form.</exception>
    public TableTextStyle Style
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such style.");
    }

    /// <summary>The format of the lines, and the limits of a table's size. It is used for Markdown too, for the limits.</summary>
    /// <value>Default: a <see cref="TableLinearizer"/> with its defaults.</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TableLinearizer Linearizer { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The maximum number of lines of rows in a document.</summary>
    /// <value>At least 1; default 20 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int LinesPerDocument { get; init => field = AtLeast(1, value, nameof(LinesPerDocument)); } = 20;

    /// <summary>The maximum number of rows of a table that are used. The others are left out.</summary>
    /// <value>At least 1; default 1,000 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxRows { get; init => field = AtLeast(1, value, nameof(MaxRows)); } = 1_000;

    /// <summary>The minimum number of rows below the header. Tables with fewer give no document.</summary>
    /// <value>At least 1; default 2 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MinRows { get; init => field = AtLeast(1, value, nameof(MinRows)); } = 2;

    /// <summary>The minimum number of columns of the longest row. Tables with fewer give no document.</summary>
    /// <value>At least 1; default 2 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MinColumns { get; init => field = AtLeast(1, value, nameof(MinColumns)); } = 2;

    /// <summary>The maximum length of the text before the table, and of that after it; 0 for none.</summary>
    /// <remarks>It is cut between words. In text without white space over more than 40 units (our choice), it is cut between code points.</remarks>
    /// <value>In UTF-16 units, 0 or more; default 300 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int ContextChars { get; init => field = AtLeast(0, value, nameof(ContextChars)); } = 300;

    /// <summary>The maximum length of a one-line paragraph above a table that is taken as its caption; 0 for no captions.</summary>
    /// <value>In UTF-16 units, 0 or more; default 150 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxCaptionChars { get; init => field = AtLeast(0, value, nameof(MaxCaptionChars)); } = 150;

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Document> ExpandAsync(
        Document document, StageContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        TableTextFormat format = FormatOf(document);
        string text = format != TableTextFormat.Html ? document.Text : context.Scratch<HtmlMarkdown>().Convert(document.Utf8Text)
            ?? throw new CurationException($"Document '{document.Id}' has too many HTML elements. Shorten it, or drop it before {Name}.");
        string? caption = CaptionField is not null && document.TryGet(new AnnotationKey<string>(CaptionField), out string? named) ? named : null;
        MarkdownTable[] tables = format == TableTextFormat.Csv ? Delimited(text) : [.. MarkdownTable.Find(text, MaxCaptionChars)];
        for (int i = 0; i < tables.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MarkdownTable table = tables[i];
            string before = Before(text, i == 0 ? 0 : tables[i - 1].End, table.Start), after = After(text, table.End,
                i + 1 < tables.Length ? tables[i + 1].Start : text.Length);
            foreach ((int first, string rows) in Split(table with { Caption = table.Caption ?? caption }, before.Length > 0))
            {
                string[] parts = [.. new[] { before, rows, after }.Where(static part => part.Length > 0)];
                yield return document.Edit().SetText(string.Join("\n\n", parts)).Set(SourceDocument, document.Id).Set(TableNumber, i + 1)
                    .Set(FirstLine, first).Build();
            }
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("table_texts", "2");
        writer.Add(nameof(Format), Format.ToString());
        writer.Add(nameof(FormatField), FormatField);
        writer.Add(nameof(CaptionField), CaptionField);
        writer.Add(nameof(Delimiter), Delimiter?.ToString());
        writer.Add(nameof(Style), Style.ToString());
        Linearizer.Describe(writer);
        writer.Add(nameof(LinesPerDocument), LinesPerDocument);
        writer.Add(nameof(MaxRows), MaxRows);
        writer.Add(nameof(MinRows), MinRows);
        writer.Add(nameof(MinColumns), MinColumns);
        writer.Add(nameof(ContextChars), ContextChars);
        writer.Add(nameof(MaxCaptionChars), MaxCaptionChars);
    }

    private TableTextFormat FormatOf(Document document)
    {
        if (FormatField is null) return Format;
        document.TryGet(new AnnotationKey<string>(FormatField), out string? value);
        return value?.Trim().ToUpperInvariant() switch
        {
            "MARKDOWN" => TableTextFormat.Markdown,
            "HTML" => TableTextFormat.Html,
            "CSV" => TableTextFormat.Csv,
            _ => throw new CurationException($"Document '{document.Id}' has {(value is null ? "no value" : $"the value '{value}'")} in the field "
                + $"'{FormatField}', which names the format of its tables: markdown, html or csv."),
        };
    }

    private MarkdownTable[] Delimited(string text)
    {
        List<IReadOnlyList<string>> records = DelimitedTable.Read(text, Delimiter, MaxRows + 1);
        return records.Count == 0 ? [] : [new(0, text.Length, records[0], records.GetRange(1, records.Count - 1), null, null)];
    }

    /// <summary>Writes the rows of a table in parts.</summary>
    private IEnumerable<(int First, string Rows)> Split(MarkdownTable table, bool hasTextBefore)
    {
        IReadOnlyList<IReadOnlyList<string>> rows = table.Rows.Count > MaxRows ? [.. table.Rows.Take(MaxRows)] : table.Rows;
        if (rows.Count < MinRows || Math.Max(table.Header.Count, rows.Max(static row => row.Count)) < MinColumns) yield break;
        // The lines of the whole table, not of a part: a header of two rows is found in the first part only.
        if (Linearizer.Linearize(table.Header, rows, table.Caption, table.Section) is not { Length: > 0 } lines) yield break;
        string[] all = Style == TableTextStyle.Lines ? lines.Split('\n') : [.. rows.Where(static row => row.Any(static cell => cell.Length > 0)).Select(Row)];
        string head = Style == TableTextStyle.Lines ? "" : Head(table, rows, hasTextBefore);
        long parts = ((long)all.Length + LinesPerDocument - 1) / LinesPerDocument;
        // A wide header in front of every few short rows swells the text as well.
        if (head.Length > 0 && (head.Length * parts) + all.Sum(static line => (long)line.Length) > Linearizer.Limit(table.Header, rows)) yield break;
        for (int first = 0; first < all.Length; first += LinesPerDocument)
            yield return (first + 1, head + string.Join('\n', all, first, Math.Min(LinesPerDocument, all.Length - first)));
    }

    /// <summary>Writes the header of a Markdown table, wide enough for its longest row, after section and caption if no text says them.</summary>
    private string Head(MarkdownTable table, IReadOnlyList<IReadOnlyList<string>> rows, bool hasTextBefore)
    {
        int columns = Math.Max(table.Header.Count, rows.Max(static row => row.Count));
        string title = hasTextBefore ? "" : Linearizer.Context(table.Section, table.Caption);
        return $"{(title.Length > 0 ? title + "\n\n" : "")}{Row([.. table.Header, .. Enumerable.Repeat("", columns - table.Header.Count)])}\n"
            + $"{Row([.. Enumerable.Repeat("---", columns)])}\n";
    }

    private static string Row(IReadOnlyList<string> cells)
    {
        var row = new StringBuilder("|");
        foreach (string cell in cells)
            row.Append(' ').Append(cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ")).Append(" |");
        return row.ToString();
    }

    /// <summary>Returns the last words before a table.</summary>
    private string Before(string text, int from, int to)
    {
        ReadOnlySpan<char> all = text.AsSpan(from, to - from).Trim();
        if (all.Length <= ContextChars) return all.ToString();
        ReadOnlySpan<char> end = all[^ContextChars..];
        // Without white space the text has no words to cut between.
        int space = char.IsWhiteSpace(all[^(ContextChars + 1)]) ? 0 : IsInWord(all, all.Length - ContextChars) ? IndexOfSpace(end) : -1;
        if (space < 0) space = end.Length > 0 && char.IsLowSurrogate(end[0]) ? 1 : 0;
        return end[space..].Trim().ToString();
    }

    /// <summary>Returns the first words after a table.</summary>
    private string After(string text, int from, int to)
    {
        ReadOnlySpan<char> all = text.AsSpan(from, to - from).Trim();
        if (all.Length <= ContextChars) return all.ToString();
        ReadOnlySpan<char> start = all[..ContextChars];
        int space = char.IsWhiteSpace(all[ContextChars]) ? start.Length : IsInWord(all, ContextChars) ? LastIndexOfSpace(start) : -1;
        if (space < 0) space = start.Length > 0 && char.IsHighSurrogate(start[^1]) ? start.Length - 1 : start.Length;
        return start[..space].Trim().ToString();
    }

    /// <summary>
    /// True if the text around a place is short enough for a word. Scripts without spaces have white space between paragraphs only, so that a cut there would
    /// leave nothing of a paragraph.
    /// </summary>
    private static bool IsInWord(ReadOnlySpan<char> text, int at)
    {
        int start = at, end = at;
        while (start > 0 && at - start <= MaxWordChars && !char.IsWhiteSpace(text[start - 1])) start--;
        while (end < text.Length && end - at <= MaxWordChars && !char.IsWhiteSpace(text[end])) end++;
        return end - start <= MaxWordChars;
    }

    private static int IndexOfSpace(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
            if (char.IsWhiteSpace(text[i])) return i;
        return -1;
    }

    private static int LastIndexOfSpace(ReadOnlySpan<char> text)
    {
        for (int i = text.Length - 1; i >= 0; i--)
            if (char.IsWhiteSpace(text[i])) return i;
        return -1;
    }

    private static int AtLeast(int least, int value, string name) =>
        value >= least ? value
            : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {least}."));
}
