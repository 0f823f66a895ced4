namespace DataCuration.Tokenization;

/// <summary>A pattern that is searched in text: a regular expression, or a literal text.</summary>
internal sealed class SplitPattern
{
    private readonly PatternNode? start;
    private readonly byte[]? literal;

    private SplitPattern(string source, PatternNode? start, byte[]? literal) => (Source, this.start, this.literal) = (source, start, literal);

    /// <summary>The regular expression or the text.</summary>
    public string Source { get; }

    /// <summary>The literal text in UTF-8; empty for a regular expression.</summary>
    public ReadOnlySpan<byte> LiteralText => literal;

    /// <summary>Creates a regular expression.</summary>
    public static SplitPattern Expression(string source) => new(source, PatternParser.Parse(source), null);

    /// <summary>Creates a literal text.</summary>
    public static SplitPattern Literal(string text) => new(text, null, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Adds the starts and ends of all matches, from left to right. Matches do not overlap.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="matches">Receives a start and an end for each match.</param>
    public void FindAll(ReadOnlySpan<byte> text, List<int> matches)
    {
        if (literal is not null) FindLiterals(text, matches);
        else FindExpressions(text, matches);
    }

    private void FindLiterals(ReadOnlySpan<byte> text, List<int> matches)
    {
        if (literal!.Length == 0) throw new NotSupportedException("An empty splitting pattern.");
        for (int at = 0; text[at..].IndexOf(literal) is var found and >= 0;)
        {
            at += found;
            matches.Add(at);
            matches.Add(at += literal.Length);
        }
    }

    private int Match(ref PatternInput input, int at)
    {
        try
        {
            return start!.Match(ref input, at);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new InvalidDataException("The splitting pattern needs too much of the stack for this text.", e);
        }
    }

    private void FindExpressions(ReadOnlySpan<byte> text, List<int> matches)
    {
        var input = new PatternInput(text);
        int lastEnd = -1;
        for (int at = 0; at <= text.Length;)
        {
            int end = Match(ref input, at);
            // An empty match right after another match does not count.
            if (end >= 0 && !(end == at && end == lastEnd))
            {
                matches.Add(at);
                matches.Add(end);
                lastEnd = end;
                if (end > at)
                {
                    at = end;
                    continue;
                }
            }
            if (at == text.Length) break;
            at += CodePoints.LengthOf(text[at]);
        }
    }
}
