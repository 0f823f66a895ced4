using System.Globalization;
using System.Text;

namespace DataCuration.Selection;

/// <summary>A table in plain text, with the first column aligned left and numbers aligned right.</summary>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> rows = [headers];

    public void Add(params string[] cells) => rows.Add(cells);

    /// <summary>Formats a whole number with thousands separators.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Formats a number with decimals; NaN is a dash.</summary>
    public static string Number(double value, int decimals = 3) => double.IsNaN(value) ? "-" : value.ToString($"F{decimals}", CultureInfo.InvariantCulture);

    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, headers.Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            for (int column = 0; column < row.Length; column++)
            {
                if (column > 0) text.Append("  ");
                text.Append(IsNumeric(column) ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column]));
            }
            while (text[^1] == ' ') text.Length--;
            text.Append('\n');
        }
        return text.ToString();
    }

    private bool IsNumeric(int column) => rows.Skip(1).All(row => row[column].Length == 0 || row[column] == "-"
        || double.TryParse(row[column], NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _))
        && rows.Skip(1).Any(row => row[column].Length > 0);
}
