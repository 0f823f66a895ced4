using System.Text.RegularExpressions;

namespace DataCuration.PackageTests.Language;

/// <summary>Finds the text and the long lines of a Markdown page.</summary>
internal static partial class MarkdownText
{
    /// <summary>Reads a page. Code blocks are no text, but their lines are measured; table rows cannot be wrapped and are not.</summary>
    /// <param name="markdown">The page.</param>
    public static CheckedText Read(string markdown)
    {
        var blocks = new List<TextBlock>();
        var longLines = new List<(int, int, string)>();
        var current = new List<string>();
        string fence = "";
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        int first = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            bool isRow = line.StartsWith('|');
            // An address cannot be broken either.
            if (line.Length > CheckedText.MaxLine && !isRow && !line.Contains("](http", StringComparison.Ordinal)) longLines.Add((i + 1, line.Length, line));
            string marks = Fence().Match(line).Value;
            if (marks.Length > 0 && (fence.Length == 0 || marks.Length >= fence.Length))
            {
                fence = fence.Length == 0 ? marks : "";
                Close();
                continue;
            }
            if (fence.Length > 0) continue;
            if (isRow || line.StartsWith('#') || string.IsNullOrWhiteSpace(line) || ListItem().IsMatch(line)) Close();
            if (isRow) blocks.AddRange(line.Trim('|').Split('|').Select(cell => new TextBlock(i + 1, cell)));
            else if (!string.IsNullOrWhiteSpace(line))
            {
                if (current.Count == 0) first = i;
                current.Add(line);
                if (line.StartsWith('#')) Close();
            }
        }
        Close();
        return new CheckedText(blocks, longLines);

        void Close()
        {
            if (current.Count > 0) blocks.Add(new TextBlock(first + 1, string.Join('\n', current)));
            current.Clear();
        }
    }

    [GeneratedRegex(@"^(?:`{3,}|~{3,})")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*(?:[-*]|\d+\.) ")]
    private static partial Regex ListItem();
}
