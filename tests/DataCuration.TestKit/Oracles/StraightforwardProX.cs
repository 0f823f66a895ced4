using System.Globalization;
using System.Numerics;
using System.Text;

namespace DataCuration.TestKit;

/// <summary>
/// ProX's chunk executor as a plain program with Split, Replace and Join, written from the description of the reference's behaviour: the oracle of the
/// executor's compat mode, and the baseline of its benchmark. It does not bound time or memory.
/// </summary>
public static class StraightforwardProX
{
    /// <summary>The result of <see cref="Execute"/>.</summary>
    /// <param name="Output">The text; empty for a dropped document.</param>
    /// <param name="Processed">The text after all edits, before the rules for accepting it.</param>
    /// <param name="Errors">The number of errors.</param>
    public sealed record Result(string Output, string Processed, int Errors);

    /// <summary>Executes a program. A document without words is dropped, where the reference fails.</summary>
    public static Result Execute(string text, string program, double minKept = 0, double dropShare = 0.95, int errorLimit = 2)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(program);
        string current = text;
        int errors = 0;
        bool all = false;
        List<(BigInteger First, BigInteger Last)> intervals = [];
        foreach (string line in program.Trim(' ').Split('\n'))
        {
            bool removes = line.StartsWith("remove_lines", StringComparison.Ordinal);
            if (!removes && !line.StartsWith("normalize", StringComparison.Ordinal)) continue;
            if (removes && line.Contains("all=True", StringComparison.Ordinal))
            {
                all = true;
                continue;
            }
            int open = line.IndexOf('('), close = line.IndexOf(')');
            if (open < 0)
            {
                errors++;
                continue;
            }
            if (close < 0)
            {
                errors++;
                close = line.Length - (line.Length > 1 && char.IsSurrogatePair(line[^2], line[^1]) ? 2 : 1);
            }
            string[] pieces = (close > open ? line[(open + 1)..close] : "").Split(',');
            string?[] values = [.. pieces.Select(piece => piece.Split('=') is { Length: > 1 } parts ? parts[1] : null)];
            if (removes)
            {
                if (values.Length > 1 && ToInteger(values[0]) is { } first && ToInteger(values[1]) is { } last) intervals.Add((first, last));
                else errors++;
            }
            else if (values.Length <= 2)
            {
                if (values.Contains(null))
                {
                    errors++;
                    continue;
                }
                string source = values[0]!.Trim('"'), target = values.Length > 1 ? values[1]!.Trim('"') : "";
                bool isIgnored = source.Length == 0 || (values.Length > 1 && source == " ");
                // Python compares code points, so half of a surrogate pair never occurs. In an output it cannot be encoded.
                if (source != WithoutHalves(source)) isIgnored = true;
                target = WithoutHalves(target);
                if (!isIgnored) current = current.Replace(source, target, StringComparison.Ordinal);
            }
        }
        string[] lines = current.Split('\n');
        var marked = new bool[lines.Length];
        if (all) Array.Fill(marked, true);
        foreach ((BigInteger first, BigInteger last) in intervals)
        {
            for (BigInteger i = BigInteger.Max(0, first); i <= last && i < lines.Length; i++) marked[(int)i] = true;
        }
        string processed = intervals.Count > 0 || all ? string.Join('\n', lines.Where((_, i) => !marked[i])) : current;
        List<(BigInteger First, BigInteger Last)> merged = [];
        foreach ((BigInteger first, BigInteger last) in intervals.OrderBy(interval => interval.First))
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1) merged[^1] = (merged[^1].First, BigInteger.Max(merged[^1].Last, last));
            else merged.Add((first, last));
        }
        errors += merged.Count(interval => interval.First >= lines.Length || interval.Last >= lines.Length);
        int before = CountWords(text), after = CountWords(processed);
        if (before == 0) return new Result("", processed, errors);
        double ratio = (double)after / before;
        string output = ratio <= 1 - dropShare && errors < errorLimit ? ""
            : after <= 10 ? ""
            : ratio >= minKept && errors < errorLimit ? processed : text;
        return new Result(output, processed, errors);
    }

    private static string WithoutHalves(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Counts the words between white space as Python does.</summary>
    public static int CountWords(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int words = 0;
        bool inside = false;
        foreach (char c in text)
        {
            bool isSpace = char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';
            if (!isSpace && !inside) words++;
            inside = !isSpace;
        }
        return words;
    }

    private static BigInteger? ToInteger(string? text)
    {
        if (text is null) return null;
        string trimmed = text.Trim().Trim('\u001C', '\u001D', '\u001E', '\u001F');
        while (trimmed != (trimmed = trimmed.Trim().Trim('\u001C', '\u001D', '\u001E', '\u001F')))
        {
        }
        var digits = new StringBuilder();
        bool isAfterDigit = false;
        int at = 0;
        if (trimmed is ['+' or '-', ..])
        {
            if (trimmed[0] == '-') digits.Append('-');
            at = 1;
        }
        int count = 0;
        for (; at < trimmed.Length; at++)
        {
            if (trimmed[at] == '_' && isAfterDigit && at + 1 < trimmed.Length)
            {
                isAfterDigit = false;
                continue;
            }
            int value = CharUnicodeInfo.GetDecimalDigitValue(trimmed, at);
            if (value < 0) return null;
            if (char.IsHighSurrogate(trimmed[at])) at++;
            digits.Append(value);
            isAfterDigit = true;
            count++;
        }
        if (!isAfterDigit || count > 4_300) return null;
        return BigInteger.Parse(digits.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }
}
