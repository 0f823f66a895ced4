using System.Globalization;
using Microsoft.Data.Analysis;

namespace DataCuration.Tabular;

/// <summary>Shows a data frame as HTML, for notebooks.</summary>
public static class FrameHtml
{
    /// <summary>Formats the first rows of a frame as a table. All text is escaped and shortened.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="maxRows">The most rows that are shown; at least 0. Default: 20.</param>
    /// <param name="maxChars">The most characters (code points) of a cell; at least 1. Default: 160.</param>
    /// <returns>An HTML fragment.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A limit is too small.</exception>
    public static string ToHtml(this DataFrame frame, int maxRows = 20, int maxChars = 160)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentOutOfRangeException.ThrowIfNegative(maxRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxChars, 1);
        var table = new HtmlTable([.. frame.Columns.Select(column => column.Name)]);
        long rows = Math.Min(maxRows, frame.Rows.Count);
        for (long row = 0; row < rows; row++)
            table.Add(maxChars, frame.Columns.Select(column => Convert.ToString(column[row], CultureInfo.InvariantCulture) ?? ""));
        return table.ToHtml($"{HtmlTable.Number(rows)} of {HtmlTable.Number(frame.Rows.Count)} rows");
    }
}
