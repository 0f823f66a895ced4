using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>A table in Markdown, for reports that people read. Text is escaped and kept on one line. Equal contents give equal text.</summary>
/// <param name="headers">The headers. One that begins with <c>&gt;</c> aligns its column right.</param>
internal sealed class MarkdownTable(params string[] headers)
{
    private const string Special = @"\`*[]|";
    private readonly StringBuilder rows = new();

    /// <summary>Adds a row.</summary>
    /// <param name="cells">The cells, in plain text.</param>
    public void Add(params ReadOnlySpan<string> cells)
    {
        rows.Append('|');
        foreach (string cell in cells) rows.Append(' ').Append(Escape(cell)).Append(" |");
        rows.Append('\n');
    }

    /// <summary>Formats a whole number with thousands separators.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Formats a share in percent with one digit; empty for a share of nothing.</summary>
    public static string Percent(long part, long whole) => whole == 0 ? "" : ((double)part / whole).ToString("P1", CultureInfo.InvariantCulture);

    /// <summary>Formats a measured value with up to four digits after the point; empty for null.</summary>
    public static string Value(double? value) => value?.ToString("#,0.####", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Escapes characters that have a meaning in Markdown or HTML, and replaces line ends by blanks.</summary>
    public static string Escape(ReadOnlySpan<char> text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            if (Special.Contains(c, StringComparison.Ordinal)) escaped.Append('\\').Append(c);
            else if (c == '<') escaped.Append("&lt;");
            else if (c == '&') escaped.Append("&amp;");
            else escaped.Append(c is '\n' or '\r' ? ' ' : c);
        }
        return escaped.ToString();
    }

    /// <summary>Returns the table, with a line feed at its end.</summary>
    public override string ToString()
    {
        var table = new StringBuilder("|");
        foreach (string header in headers) table.Append(' ').Append(header.TrimStart('>')).Append(" |");
        table.Append("\n|");
        foreach (string header in headers) table.Append(header.StartsWith('>') ? "--:|" : "---|");
        return table.Append('\n').Append(rows).ToString();
    }
}
