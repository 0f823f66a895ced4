namespace DataCuration.Filters;

/// <summary>A place in the tokens of a Python file. What does not fit is a <see cref="FormatException"/>.</summary>
internal sealed class PythonCursor(string text, List<PythonToken> tokens)
{
    private static readonly HashSet<string> Keywords = new(
        ("False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda "
            + "nonlocal not or "
        + "pass raise return try while with yield").Split(' '), StringComparer.Ordinal);

    private int at;

    /// <summary>True at the end of a statement.</summary>
    public bool IsEndOfStatement => Is(PythonTokenKind.Newline) || IsAt(0, ";");

    /// <summary>Remembers the place.</summary>
    public int Mark() => at;

    /// <summary>Returns to a place.</summary>
    public void Reset(int mark) => at = mark;

    /// <summary>A token from here on.</summary>
    public PythonToken Peek(int offset = 0) => tokens[Math.Min(at + offset, tokens.Count - 1)];

    /// <summary>The text of a token.</summary>
    public string Text(int offset = 0) => text[Peek(offset).Start..Peek(offset).End];

    /// <summary>True if the token has a kind.</summary>
    public bool Is(PythonTokenKind kind) => Peek().Kind == kind;

    /// <summary>True if the token is an operator.</summary>
    public bool IsAt(int offset, string symbol)
    {
        PythonToken token = Peek(offset);
        return token.Kind == PythonTokenKind.Operator && text.AsSpan(token.Start, token.End - token.Start).SequenceEqual(symbol);
    }

    /// <summary>True if the token is a name.</summary>
    public bool IsName(string name)
    {
        PythonToken token = Peek();
        return token.Kind == PythonTokenKind.Name && text.AsSpan(token.Start, token.End - token.Start).SequenceEqual(name);
    }

    /// <summary>The keyword here; null without one.</summary>
    public string? Keyword() => Is(PythonTokenKind.Name) && Keywords.TryGetValue(Text(), out string? keyword) ? keyword : null;

    /// <summary>Moves on.</summary>
    public void Next()
    {
        if (at < tokens.Count - 1) at++;
    }

    /// <summary>Moves over a kind of token.</summary>
    public bool Accept(PythonTokenKind kind)
    {
        if (!Is(kind)) return false;
        Next();
        return true;
    }

    /// <summary>Moves over an operator.</summary>
    public bool Accept(string symbol)
    {
        if (!IsAt(0, symbol)) return false;
        Next();
        return true;
    }

    /// <summary>Moves over a keyword or name.</summary>
    public bool AcceptName(string name)
    {
        if (!IsName(name)) return false;
        Next();
        return true;
    }

    /// <summary>Requires an operator.</summary>
    public void Expect(string symbol)
    {
        if (!Accept(symbol)) throw new FormatException();
    }

    /// <summary>Requires a keyword.</summary>
    public void ExpectName(string name)
    {
        if (!AcceptName(name)) throw new FormatException();
    }

    /// <summary>Requires a name that is no keyword.</summary>
    public void ExpectIdentifier()
    {
        if (!Is(PythonTokenKind.Name) || Keyword() is not null) throw new FormatException();
        Next();
    }

    /// <summary>Requires the end of a line.</summary>
    public void ExpectNewline()
    {
        if (!Accept(PythonTokenKind.Newline)) throw new FormatException();
    }
}
