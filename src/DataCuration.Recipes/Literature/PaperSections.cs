using System.Text;

namespace DataCuration.Recipes;

/// <summary>Divides the text of a paper at its headings. Time is linear in the text.</summary>
internal static class PaperSections
{
    /// <summary>Longer lines are text: a heading is short.</summary>
    private const int MaxHeading = 120;

    /// <summary>The maximum number of words of a heading that is only a number and a title.</summary>
    private const int MaxTitleWords = 10;

    private const string EndOfAbstract = @"\end{abstract}";

    /// <summary>A heading.</summary>
    /// <param name="Title">The title without number and marks.</param>
    /// <param name="Number">The number, such as <c>2.1</c>; empty without one.</param>
    /// <param name="Depth">The depth that marks give; 0 without marks.</param>
    /// <param name="Rest">The text that follows the title in the same line.</param>
    public readonly record struct Heading(string Title, string Number, int Depth, string Rest);

    /// <summary>Returns the sections with the given names, in the order of the text, with their subsections; null if the paper has no such section.</summary>
    /// <param name="text">The paper.</param>
    /// <param name="names">The names, in lower case.</param>
    public static string? Select(string text, IReadOnlyList<string> names)
    {
        var selected = new StringBuilder();
        Heading current = default;
        bool isSelected = false, hasAny = false, isAfterBlank = true;
        foreach (ReadOnlySpan<char> whole in text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> raw = whole, line = raw.Trim();
            bool isFirst = isAfterBlank;
            isAfterBlank = line.IsEmpty;
            if (IsEnd(line))
            {
                isSelected = false;
                continue;
            }
            bool endsAbstract = line.EndsWith(EndOfAbstract);
            if (endsAbstract) raw = line = line[..^EndOfAbstract.Length].TrimEnd();
            if (TryRead(line, names, isFirst, out Heading heading))
            {
                bool isInside = isSelected && IsSubsection(heading, current);
                if (!isInside)
                {
                    isSelected = IsNamed(heading.Title, names);
                    current = heading;
                }
                if (isSelected)
                {
                    hasAny = true;
                    if (!EndsWithBlank(selected)) selected.Append(selected[^1] == '\n' ? "\n" : "\n\n");
                    selected.Append(heading.Title).Append("\n\n");
                    if (heading.Rest.Length > 0) selected.Append(heading.Rest).Append('\n');
                }
            }
            else if (isSelected && (line.Length > 0 || !EndsWithBlank(selected)))
            {
                selected.Append(raw.TrimEnd()).Append('\n');
            }
            if (endsAbstract) isSelected = false;
        }
        return hasAny ? selected.ToString().Trim() : null;
    }

    private static bool EndsWithBlank(StringBuilder text) => text.Length == 0 || (text.Length > 1 && text[^1] == '\n' && text[^2] == '\n');

    /// <summary>True for a command of LaTeX that ends every section: references, acknowledgements, the appendix and the end.</summary>
    private static bool IsEnd(ReadOnlySpan<char> line) => line.StartsWith('\\')
        && (line.StartsWith(@"\end{document}") || line.StartsWith(@"\begin{thebibliography}") || line.StartsWith(@"\bibliography{")
            || line.StartsWith(@"\printbibliography") || line.StartsWith(@"\appendix") || line.StartsWith(@"\begin{acknowledg")
            || line.StartsWith(@"\acknowledg"));

    /// <summary>
    /// A numbered heading below the current number, or one with more marks, is part of the current section. Marks say nothing about a section without any.
    /// </summary>
    private static bool IsSubsection(Heading heading, Heading current)
    {
        if (heading.Number.Length > 0 && current.Number.Length > 0)
            return heading.Number.StartsWith(current.Number + ".", StringComparison.Ordinal);
        return current.Depth > 0 && heading.Depth > current.Depth;
    }

    private static bool IsNamed(string title, IReadOnlyList<string> names)
    {
        // At one end: "Discussion and conclusions" is meant, and the title "An introduction to quasars" is not.
        string lower = title.ToLowerInvariant();
        foreach (string name in names)
        {
            if (lower.StartsWith(name, StringComparison.Ordinal) && (lower.Length == name.Length || !char.IsLetter(lower[name.Length]))) return true;
            if (lower.EndsWith(name, StringComparison.Ordinal) && !char.IsLetter(lower[^(name.Length + 1)])) return true;
        }
        return false;
    }

    /// <summary>Reads a heading.</summary>
    /// <param name="line">The line.</param>
    /// <param name="names">The names, in lower case.</param>
    /// <param name="isFirst">True for the first line of a paragraph. Others may be wrapped text that begins with a number or a name.</param>
    /// <param name="heading">The heading.</param>
    private static bool TryRead(ReadOnlySpan<char> line, IReadOnlyList<string> names, bool isFirst, out Heading heading)
    {
        heading = default;
        if (line.IsEmpty) return false;
        if (line.StartsWith(@"\begin{abstract}"))
        {
            heading = new Heading("Abstract", "", 0, line[16..].Trim().ToString());
            return true;
        }
        bool mayBeName = isFirst || !char.IsLower(line[0]);
        if (mayBeName && TryReadRunIn(line, names, out heading)) return true;
        if (line.Length > MaxHeading) return false;
        if (line[0] == '\\') return TryReadLatex(line, out heading);
        int marks = 0;
        while (marks < line.Length && line[marks] == '#') marks++;
        if (marks is > 0 and <= 6 && marks < line.Length && line[marks] == ' ')
        {
            Number(line[marks..].Trim().Trim('*').Trim('_'), out string number, out ReadOnlySpan<char> title);
            heading = new Heading(Clean(title), number, marks, "");
            return heading.Title.Length > 0;
        }
        bool isBold = line.Length > 4 && line.StartsWith("**") && line.EndsWith("**");
        ReadOnlySpan<char> plain = isBold ? line[2..^2].Trim() : line;
        Number(plain, out string numbered, out ReadOnlySpan<char> rest);
        string cleaned = Clean(rest);
        // A wrapped line of text may begin with a number too, so a heading of that form comes after an empty line.
        bool isName = IsWholeName(cleaned, names) && (isFirst || isBold || !char.IsLower(cleaned[0]));
        if (!isName && !(isFirst && numbered.Length > 0 && IsTitle(rest))) return false;
        heading = new Heading(cleaned, numbered, 0, "");
        return true;
    }

    /// <summary>Reads a name that its text follows in the same line: <c>Abstract. We show …</c>, <c>Abstract—We show …</c>.</summary>
    private static bool TryReadRunIn(ReadOnlySpan<char> line, IReadOnlyList<string> names, out Heading heading)
    {
        heading = default;
        ReadOnlySpan<char> plain = line.TrimStart('*').TrimStart('_');
        foreach (string name in names)
        {
            if (plain.Length <= name.Length + 1 || !plain.StartsWith(name, StringComparison.OrdinalIgnoreCase)) continue;
            ReadOnlySpan<char> rest = plain[name.Length..].TrimStart('*').TrimStart('_');
            if (rest.IsEmpty) continue;
            if (rest[0] is not ('.' or ':' or '—' or '–') && !rest.StartsWith("--") && !rest.StartsWith(" - ") && !rest.StartsWith(" —")) continue;
            ReadOnlySpan<char> text = rest.TrimStart(" .:—–-*_");
            if (text.IsEmpty) continue;
            heading = new Heading(plain[..name.Length].ToString(), "", 0, text.ToString());
            return true;
        }
        return false;
    }

    private static bool TryReadLatex(ReadOnlySpan<char> line, out Heading heading)
    {
        heading = default;
        int depth = line.StartsWith(@"\section") ? 1 : line.StartsWith(@"\subsection") ? 2 : line.StartsWith(@"\subsubsection") ? 3 : 0;
        if (depth == 0 || !LatexTitles.TryRead(line, out string? title)) return false;
        heading = new Heading(Clean(title), "", depth, "");
        return heading.Title.Length > 0;
    }

    /// <summary>Splits a number off a heading: <c>2</c>, <c>2.1</c>, <c>2.</c>, <c>IV.</c></summary>
    private static void Number(ReadOnlySpan<char> line, out string number, out ReadOnlySpan<char> title)
    {
        int at = 0;
        while (at < line.Length && (char.IsAsciiDigit(line[at]) || (line[at] == '.' && at > 0))) at++;
        if (at is > 0 and <= 8 && at < line.Length && line[at] is ' ' or '\t')
        {
            number = line[..at].TrimEnd('.').ToString();
            title = line[at..].Trim();
            return;
        }
        at = 0;
        while (at < line.Length && line[at] is 'I' or 'V' or 'X') at++;
        if (at is > 0 and <= 5 && at + 1 < line.Length && line[at] == '.' && line[at + 1] == ' ')
        {
            number = line[..at].ToString();
            title = line[(at + 1)..].Trim();
            return;
        }
        number = "";
        title = line;
    }

    /// <summary>True for a title after a number. Sentences and entries of lists have more words, a small first letter or a mark at the end.</summary>
    private static bool IsTitle(ReadOnlySpan<char> title)
    {
        if (title.IsEmpty || !char.IsUpper(title[0]) || title[^1] is '.' or ',' or ';' or ':' or '?' or '!') return false;
        int words = 1;
        foreach (char one in title)
            if (one == ' ') words++;
        return words <= MaxTitleWords;
    }

    private static bool IsWholeName(string title, IReadOnlyList<string> names)
    {
        foreach (string name in names)
            if (title.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        return PlainTitles.Contains(title);
    }

    private static string Clean(ReadOnlySpan<char> title) => title.Trim().Trim('*').Trim('_').TrimEnd('#').Trim().TrimEnd(".:").ToString();

    /// <summary>Titles that end a section although they have neither number nor marks.</summary>
    private static readonly HashSet<string> PlainTitles = new(StringComparer.OrdinalIgnoreCase)
    {
        "Abstract", "Introduction", "Background", "Related work", "Methods", "Method", "Methodology", "Data", "Observations", "Model", "Experiments",
        "Analysis", "Results", "Discussion", "Conclusion", "Conclusions", "Summary", "Acknowledgements", "Acknowledgments", "Acknowledgement",
        "Acknowledgment", "References", "Bibliography", "Appendix", "Data availability", "Keywords", "Key words",
    };
}
