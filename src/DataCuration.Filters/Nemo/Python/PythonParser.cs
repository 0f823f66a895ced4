namespace DataCuration.Filters;

/// <summary>
/// Recognizes Python 3.11 (The Python Language Reference, chapter 10) by recursive descent, and finds the docstrings of the module, its classes and functions.
/// Expressions are in <see cref="PythonExpressions"/>.
/// </summary>
internal sealed partial class PythonParser
{
    private const int MaxDepth = 100;
    private readonly PythonExpressions expressions;
    private readonly PythonCursor cursor;
    private int docstrings;
    private int characters;
    private int depth;

    private PythonParser(PythonCursor cursor)
    {
        this.cursor = cursor;
        expressions = new(cursor);
    }

    /// <summary>Counts the characters of comments and docstrings.</summary>
    /// <returns>False if the text is not Python.</returns>
    public static bool TryMeasure(string text, out int characters)
    {
        List<PythonToken> tokens = [];
        characters = 0;
        if (!PythonTokenizer.TrySplit(text, tokens, out int comments)) return false;
        var parser = new PythonParser(new PythonCursor(text, tokens));
        try
        {
            parser.Block(isModule: true);
        }
        catch (FormatException)
        {
            return false;
        }
        characters = comments + parser.characters + Math.Max(0, parser.docstrings - 1);
        return true;
    }

    /// <summary>Statements up to the end of an indented block or of the file. A string that comes first is a docstring.</summary>
    private void Block(bool isModule, bool hasDocstring = true)
    {
        bool isFirst = true;
        while (!cursor.Is(isModule ? PythonTokenKind.End : PythonTokenKind.Dedent))
        {
            if (isFirst && hasDocstring) Docstring();
            isFirst = false;
            Statement();
        }
    }

    private void Docstring()
    {
        int count = 0;
        while (cursor.Peek(count).Kind == PythonTokenKind.String) count++;
        if (count == 0 || !(cursor.Peek(count).Kind == PythonTokenKind.Newline || cursor.IsAt(count, ";"))) return;
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < count; i++)
            if (!PythonStrings.TryDecode(cursor.Text(i), text)) return;
        int length = PythonTokenizer.CountRunes(PythonStrings.CleanDocstring(text.ToString()));
        if (length == 0) return;
        docstrings++;
        characters += length;
    }

    private void Suite(bool hasDocstring = false)
    {
        cursor.Expect(":");
        if (++depth > MaxDepth) throw new FormatException();
        if (cursor.Accept(PythonTokenKind.Newline))
        {
            if (!cursor.Accept(PythonTokenKind.Indent)) throw new FormatException();
            Block(isModule: false, hasDocstring);
            cursor.Accept(PythonTokenKind.Dedent);
        }
        else
        {
            if (hasDocstring) Docstring();
            Simple();
        }
        depth--;
    }

    private void Statement()
    {
        if (cursor.Is(PythonTokenKind.Indent)) throw new FormatException();
        switch (cursor.Keyword())
        {
            case "if": If(); break;
            case "while":
                cursor.Next();
                expressions.Named();
                Suite();
                if (cursor.AcceptName("else")) Suite();
                break;
            case "for": For(); break;
            case "try": Try(); break;
            case "with": With(); break;
            case "def": Function(); break;
            case "class": Class(); break;
            case "async":
                cursor.Next();
                switch (cursor.Keyword())
                {
                    case "def": Function(isAsync: true); break;
                    case "for": For(); break;
                    case "with": With(); break;
                    default: throw new FormatException();
                }
                break;
            default:
                if (cursor.IsAt(0, "@"))
                {
                    while (cursor.Accept("@"))
                    {
                        expressions.Named();
                        cursor.ExpectNewline();
                    }
                    if (cursor.Keyword() is not ("def" or "class" or "async")) throw new FormatException();
                    Statement();
                }
                else if (!cursor.IsName("match") || !new PythonPatterns(cursor, expressions).TryMatch(() => Suite())) Simple();
                break;
        }
    }

    private void If()
    {
        cursor.Next();
        expressions.Named();
        Suite();
        while (cursor.AcceptName("elif"))
        {
            expressions.Named();
            Suite();
        }
        if (cursor.AcceptName("else")) Suite();
    }

    private void For()
    {
        cursor.Next();
        expressions.Targets();
        cursor.ExpectName("in");
        expressions.StarList();
        Suite();
        if (cursor.AcceptName("else")) Suite();
    }

    private void Try()
    {
        cursor.Next();
        Suite();
        bool hasHandler = false, hasBare = false;
        while (cursor.AcceptName("except"))
        {
            if (hasBare) throw new FormatException();
            hasHandler = true;
            bool isGroup = cursor.Accept("*");
            if (cursor.IsAt(0, ":"))
            {
                if (isGroup) throw new FormatException();
                hasBare = true;
            }
            else
            {
                expressions.Any();
                if (cursor.AcceptName("as")) cursor.ExpectIdentifier();
            }
            Suite();
        }
        if (hasHandler && cursor.AcceptName("else")) Suite();
        if (cursor.AcceptName("finally")) Suite();
        else if (!hasHandler) throw new FormatException();
    }

    private void With()
    {
        cursor.Next();
        int mark = cursor.Mark();
        try
        {
            // With parentheses around all items.
            cursor.Expect("(");
            do
            {
                if (cursor.IsAt(0, ")")) break;
                WithItem();
            }
            while (cursor.Accept(","));
            cursor.Expect(")");
            if (!cursor.IsAt(0, ":")) throw new FormatException();
        }
        catch (FormatException)
        {
            cursor.Reset(mark);
            do WithItem();
            while (cursor.Accept(","));
        }
        Suite();
    }

    private void WithItem()
    {
        expressions.Any();
        if (cursor.AcceptName("as")) expressions.Target();
    }

    private void Function(bool isAsync = false)
    {
        cursor.Next();
        cursor.ExpectIdentifier();
        cursor.Expect("(");
        expressions.Parameters(")", allowsAnnotations: true);
        cursor.Expect(")");
        if (cursor.Accept("->")) expressions.Any();
        Suite(hasDocstring: !isAsync); // the peer does not look at coroutines
    }

    private void Class()
    {
        cursor.Next();
        cursor.ExpectIdentifier();
        if (cursor.Accept("(")) expressions.Arguments();
        Suite(hasDocstring: true);
    }

    private void Simple()
    {
        while (true)
        {
            Small();
            if (!cursor.Accept(";")) break;
            if (cursor.Is(PythonTokenKind.Newline)) break;
        }
        cursor.ExpectNewline();
    }

    private void Small()
    {
        switch (cursor.Keyword())
        {
            case "pass" or "break" or "continue": cursor.Next(); return;
            case "return":
                cursor.Next();
                if (!cursor.IsEndOfStatement) expressions.StarList();
                return;
            case "raise":
                cursor.Next();
                if (cursor.IsEndOfStatement) return;
                expressions.Any();
                if (cursor.AcceptName("from")) expressions.Any();
                return;
            case "global" or "nonlocal":
                cursor.Next();
                do cursor.ExpectIdentifier();
                while (cursor.Accept(","));
                return;
            case "del":
                cursor.Next();
                expressions.Targets();
                return;
            case "assert":
                cursor.Next();
                expressions.Any();
                if (cursor.Accept(",")) expressions.Any();
                return;
            case "import":
                cursor.Next();
                do
                {
                    DottedName();
                    if (cursor.AcceptName("as")) cursor.ExpectIdentifier();
                }
                while (cursor.Accept(","));
                return;
            case "from": From(); return;
            default: expressions.Statement(); return;
        }
    }
}
