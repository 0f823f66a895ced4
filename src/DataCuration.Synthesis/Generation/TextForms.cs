namespace DataCuration.Synthesis;

/// <summary>Reads the forms of answers (<see cref="TextForm"/>).</summary>
internal static class TextForms
{
    /// <summary>The problem of an answer without a complete pair.</summary>
    public const string NoPairs = "no_pairs";

    /// <summary>The problem of an answer without an item.</summary>
    public const string NoList = "no_list";

    private const string Question = "Question", Answer = "Answer", PairSeparator = "\n\n";

    /// <summary>Checks an answer and writes it in its form.</summary>
    public static TextCheck Check(string answer, TextForm form) => form switch
    {
        TextForm.Pairs => Pairs(answer) is { Count: > 0 } pairs ? new(JoinPairs(pairs)) : new(answer, NoPairs),
        TextForm.List => Items(answer) is { Count: > 0 } items ? new(string.Join('\n', items)) : new(answer, NoList),
        _ => new(answer),
    };

    /// <summary>Joins pairs.</summary>
    public static string JoinPairs(IEnumerable<string> pairs) => string.Join(PairSeparator, pairs);

    /// <summary>Returns the complete pairs of an answer. Empty lines inside a pair are left out.</summary>
    public static List<string> Pairs(string answer)
    {
        var pairs = new List<string>();
        List<string>? question = null, reply = null;
        foreach (string line in answer.Split('\n'))
        {
            if (TryLabel(line, Question, out string text))
            {
                Finish();
                (question, reply) = ([text], null);
            }
            else if (question is not null && TryLabel(line, Answer, out text))
            {
                if (reply is null) reply = [text];
                else reply.Add(text); // a second answer to the same question is part of the first
            }
            else
            {
                (reply ?? question)?.Add(line.Trim());
            }
        }
        Finish();
        return pairs;

        void Finish()
        {
            string asked = JoinLines(question), replied = JoinLines(reply);
            if (asked.Length > 0 && replied.Length > 0) pairs.Add($"{Question}: {asked}\n{Answer}: {replied}");
        }
    }

    /// <summary>Returns the items of a list without their marks. Lines without a mark continue the item before them.</summary>
    public static List<string> Items(string answer)
    {
        var items = new List<List<string>>();
        foreach (string line in answer.Split('\n'))
        {
            string text = line.Trim();
            if (text.Length == 0) continue;
            int mark = MarkLength(text);
            if (mark == 0 && items.Count > 0) items[^1].Add(text);
            else if (mark > 0 && mark < text.Length) items.Add([text[mark..].TrimStart()]);
        }
        return [.. items.Select(lines => string.Join(' ', lines))];
    }

    private static string JoinLines(List<string>? lines) => lines is null ? "" : string.Join('\n', lines.Where(line => line.Length > 0));

    /// <summary>Returns the length of a bullet or number with the white space that must follow; 0 without a mark.</summary>
    private static int MarkLength(ReadOnlySpan<char> line)
    {
        int mark = 0;
        if (line[0] is '-' or '*' or '\u2022' or '\u2013')
        {
            mark = 1;
        }
        else
        {
            while (mark < line.Length && char.IsAsciiDigit(line[mark])) mark++;
            if (mark is 0 or > 4 || mark == line.Length || line[mark] is not ('.' or ')')) return 0;
            mark++;
        }
        return mark == line.Length || char.IsWhiteSpace(line[mark]) ? mark : 0;
    }

    /// <summary>Reads a line such as <c>Question: …</c>, <c>- **Question 2:** …</c> or <c>3. Answer: …</c>.</summary>
    private static bool TryLabel(string line, string label, out string text)
    {
        const string Decoration = " \t-*_#>\u2022.()0123456789";
        text = "";
        ReadOnlySpan<char> rest = line.AsSpan().TrimStart(Decoration);
        bool isBold = line.AsSpan(0, line.Length - rest.Length).Contains("**", StringComparison.Ordinal);
        if (!rest.StartsWith(label, StringComparison.OrdinalIgnoreCase)) return false;
        rest = rest[label.Length..].TrimStart(" *_#0123456789");
        if (rest.IsEmpty || rest[0] is not (':' or '\uFF1A')) return false;
        rest = rest[1..].Trim();
        // Bold type may end after the label or after the line.
        if (isBold) rest = rest.StartsWith("**", StringComparison.Ordinal) ? rest[2..].TrimStart()
            : rest.EndsWith("**", StringComparison.Ordinal) ? rest[..^2].TrimEnd() : rest;
        text = rest.ToString();
        return true;
    }
}
