using System.Text;

namespace DataCuration.Extraction;

/// <summary>Reads delimited values: RFC 4180, and what other programs write (other delimiters, bare line feeds, quotes that do not close).</summary>
internal static class DelimitedTable
{
    private const string Delimiters = ",;\t|";

    /// <summary>Reads the records of a text. Records without text are skipped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="delimiter">The delimiter; null for the one that the first line has most of.</param>
    /// <param name="maxRecords">The number of records to read.</param>
    public static List<IReadOnlyList<string>> Read(string text, char? delimiter, int maxRecords)
    {
        int start = text.StartsWith('\uFEFF') ? 1 : 0;
        char separator = delimiter ?? Detect(text, start);
        var records = new List<IReadOnlyList<string>>();
        var record = new List<string>();
        // A quote without an end would make each later field search the rest of the text once more.
        bool readsQuotes = true;
        for (int at = start; at < text.Length && records.Count < maxRecords;)
        {
            record.Add(Field(text, ref at, separator, ref readsQuotes));
            if (at < text.Length && text[at] == separator)
            {
                at++;
                if (at < text.Length) continue;
                record.Add("");
            }
            at = AfterLineEnd(text, at);
            if (record.Exists(static cell => cell.Length > 0)) records.Add([.. record]);
            record.Clear();
        }
        return records;
    }

    /// <summary>Finds the delimiter with the most occurrences in the first line, outside quotes; the comma without any.</summary>
    private static char Detect(string text, int start)
    {
        Span<int> counts = stackalloc int[Delimiters.Length];
        counts.Clear();
        bool isQuoted = false;
        for (int at = start; at < text.Length; at++)
        {
            char one = text[at];
            if (one == '"') isQuoted = !isQuoted;
            else if (!isQuoted && one is '\n' or '\r') break;
            else if (!isQuoted && Delimiters.IndexOf(one, StringComparison.Ordinal) is >= 0 and int found) counts[found]++;
        }
        int best = 0;
        for (int i = 1; i < counts.Length; i++)
            if (counts[i] > counts[best]) best = i;
        return Delimiters[best];
    }

    private static string Field(string text, ref int at, char separator, ref bool readsQuotes)
    {
        if (readsQuotes && text[at] == '"')
        {
            if (Quoted(text, at, separator, out int end) is { } value)
            {
                at = end;
                return value;
            }
            readsQuotes = false;
        }
        int length = text.AsSpan(at).IndexOfAny(separator, '\n', '\r');
        int start = at;
        at = length < 0 ? text.Length : at + length;
        return text.AsSpan(start, at - start).Trim().ToString();
    }

    /// <summary>Reads a quoted field; null if its quote does not close. What follows the closing quote, up to the delimiter, belongs to the field.</summary>
    private static string? Quoted(string text, int at, char separator, out int end)
    {
        end = at + 1;
        var value = new StringBuilder();
        while (true)
        {
            int quote = text.IndexOf('"', end);
            if (quote < 0) return null;
            value.Append(text, end, quote - end);
            end = quote + 1;
            if (end >= text.Length || text[end] != '"') break;
            value.Append('"');
            end++;
        }
        int length = text.AsSpan(end).IndexOfAny(separator, '\n', '\r');
        int after = length < 0 ? text.Length : end + length;
        value.Append(text, end, after - end);
        end = after;
        return value.ToString().Trim();
    }

    private static int AfterLineEnd(string text, int at)
    {
        if (at < text.Length && text[at] == '\r') at++;
        return at < text.Length && text[at] == '\n' ? at + 1 : at;
    }
}
