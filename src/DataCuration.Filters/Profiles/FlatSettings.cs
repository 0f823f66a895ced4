using System.Globalization;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Reads the part of YAML that FineWeb2's files use: keys with a scalar, with a list of scalars, or with a list of lists of scalars, in block form.
/// </summary>
internal sealed class FlatSettings
{
    private readonly string name;
    private readonly Dictionary<string, List<List<string>>> values = new(StringComparer.Ordinal);
    private bool isNested;

    private FlatSettings(string name) => this.name = name;

    public static FlatSettings Parse(string text, string name)
    {
        var settings = new FlatSettings(name);
        List<List<string>>? current = null;
        string[] lines = text.TrimStart('\uFEFF').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd();
            string content = line.TrimStart();
            if (content.Length == 0 || content[0] == '#' || content is "---") continue;
            int indent = line.Length - content.Length;
            if (content.StartsWith("- - ", StringComparison.Ordinal) && current is not null) current.Add([settings.Scalar(content[4..], i)]);
            else if (content.StartsWith("- ", StringComparison.Ordinal) && current is not null)
            {
                // An indented item continues the inner list that "- - " has opened.
                if (indent >= 2 && current is [.., var inner] && settings.isNested) inner.Add(settings.Scalar(content[2..], i));
                else current.Add([settings.Scalar(content[2..], i)]);
            }
            else if (indent == 0 && content.IndexOf(':') is > 0 and var colon)
            {
                current = [];
                if (!settings.values.TryAdd(content[..colon].Trim(), current)) throw settings.Wrong(i, line, "the key is given twice");
                string rest = content[(colon + 1)..].Trim();
                if (rest.Length > 0) current.Add([settings.Scalar(rest, i)]);
                settings.isNested = false;
            }
            else throw settings.Wrong(i, line, "expected 'key: value' or '- item'");
            if (content.StartsWith("- - ", StringComparison.Ordinal)) settings.isNested = true;
        }
        return settings;
    }

    public bool Has(string key) => values.ContainsKey(key);

    public double Number(string key) => Find(key) is [[var text]] ? Number(key, text) : throw Missing(key, "a number");

    public IReadOnlyList<string> Words(string key)
    {
        List<List<string>> items = Find(key);
        return items.TrueForAll(item => item.Count == 1) ? [.. items.Select(item => item[0])] : throw Missing(key, "a list of words");
    }

    public IEnumerable<KeyValuePair<int, double>> Pairs(string key) => Find(key).Select(item =>
        item is [var n, var limit] && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int words)
            ? KeyValuePair.Create(words, Number(key, limit)) : throw Missing(key, "a list of pairs of a number of words and a limit"));

    private List<List<string>> Find(string key) => values.GetValueOrDefault(key) ?? throw new InvalidDataException($"{name} has no '{key}'.");

    private double Number(string key, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number : throw new InvalidDataException($"{name}: '{key}' is '{text}', not a number.");

    private InvalidDataException Missing(string key, string form) => new($"{name}: '{key}' is not {form}.");

    private InvalidDataException Wrong(int line, string text, string problem) =>
        new(FormattableString.Invariant($"{name}, line {line + 1}: '{text}': {problem}."));

    private string Scalar(string text, int line)
    {
        text = text.Trim();
        if (text is ['\'', .., '\'']) return text[1..^1].Replace("''", "'", StringComparison.Ordinal);
        if (text is not ['"', .., '"'])
        {
            // Flow lists, block texts, anchors and tags: nothing of YAML that this reader does not know is taken for a word.
            if (text is ['[' or '{' or '|' or '>' or '&' or '*' or '!' or '%' or '@' or '`', ..])
                throw Wrong(line, text, "only block lists, and plain or quoted values are read");
            int comment = text.IndexOf(" #", StringComparison.Ordinal);
            return comment < 0 ? text : text[..comment].TrimEnd();
        }
        var result = new StringBuilder();
        for (int i = 1; i < text.Length - 1; i++)
        {
            if (text[i] != '\\') { result.Append(text[i]); continue; }
            i++;
            int digits = text[i] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0)
            {
                if (i + digits >= text.Length - 1
                    || !int.TryParse(text.AsSpan(i + 1, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int point) || !Rune.IsValid(point))
                    throw Wrong(line, text, "the escape is not a character");
                result.Append(new Rune(point).ToString());
                i += digits;
                continue;
            }
            result.Append(text[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', 'a' => '\a', 'b' => '\b', 'e' => '\u001B', var other => other });
        }
        return result.ToString();
    }
}
