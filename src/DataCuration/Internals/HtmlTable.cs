using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>
/// A small table in HTML, for notebooks. All text is escaped, shortened and kept on one line. Equal contents give equal text.
/// </summary>
internal sealed class HtmlTable(params string[] headers)
{
    private readonly StringBuilder rows = new();

    /// <summary>Formats a whole number with thousands separators.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Adds a row. A cell that is a number is aligned right.</summary>
    /// <param name="maxChars">The most characters (code points) that are shown of a cell.</param>
    /// <param name="cells">The cells, in plain text.</param>
    public void Add(int maxChars, IEnumerable<string> cells)
    {
        rows.Append("<tr>");
        foreach (string cell in cells)
            rows.Append(IsNumber(cell) ? "<td style=\"text-align:right\">" : "<td style=\"text-align:left\">").Append(Text(cell, maxChars)).Append("</td>");
        rows.Append("</tr>\n");
    }

    /// <summary>Returns the table.</summary>
    /// <param name="caption">The line above the table, in plain text.</param>
    /// <param name="note">The line under the table, in plain text. Null for no line.</param>
    public string ToHtml(string caption, string? note = null)
    {
        var html = new StringBuilder("<div><p>").Append(Text(caption, 400)).Append("</p>\n<table>\n<thead><tr>");
        foreach (string header in headers) html.Append("<th>").Append(Text(header, 100)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n").Append(rows).Append("</tbody>\n</table>\n");
        if (note is not null) html.Append("<p>").Append(Text(note, 400)).Append("</p>");
        return html.Append("</div>\n").ToString();
    }

    /// <summary>Escapes a text. It is shortened to a number of code points, and white space and control characters become single spaces.</summary>
    /// <param name="text">The plain text.</param>
    /// <param name="maxChars">The most code points that are shown.</param>
    public static string Text(ReadOnlySpan<char> text, int maxChars)
    {
        var html = new StringBuilder();
        int shown = 0;
        bool space = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)) { space = shown > 0; continue; }
            if (shown + (space ? 1 : 0) >= maxChars) { html.Append('…'); break; }
            if (space) { html.Append(' '); shown++; }
            space = false;
            shown++;
            _ = rune.Value switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                _ => html.Append(rune),
            };
        }
        return html.ToString();
    }

    private static bool IsNumber(string cell) =>
        cell.Length > 0 && double.TryParse(cell, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);
}
