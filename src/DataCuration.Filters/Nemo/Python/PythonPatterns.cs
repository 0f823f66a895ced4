namespace DataCuration.Filters;

/// <summary>Python's match statement. "match" is a name elsewhere, so that the statement is tried and given up.</summary>
internal sealed class PythonPatterns(PythonCursor cursor, PythonExpressions expressions)
{
    /// <summary>Reads a match statement.</summary>
    /// <param name="suite">Reads a suite.</param>
    /// <returns>False, with the cursor where it was, otherwise.</returns>
    public bool TryMatch(Action suite)
    {
        int mark = cursor.Mark();
        try
        {
            cursor.Next();
            expressions.StarList();
            cursor.Expect(":");
            cursor.ExpectNewline();
            if (!cursor.Accept(PythonTokenKind.Indent) || !cursor.IsName("case")) throw new FormatException();
        }
        catch (FormatException)
        {
            cursor.Reset(mark);
            return false;
        }
        while (!cursor.Accept(PythonTokenKind.Dedent))
        {
            cursor.ExpectName("case");
            do
            {
                if (cursor.IsAt(0, ":")) break;
                Pattern();
            }
            while (cursor.Accept(","));
            if (cursor.AcceptName("if")) expressions.Named();
            suite();
        }
        return true;
    }

    private void Pattern()
    {
        cursor.Accept("*");
        do Closed();
        while (cursor.Accept("|"));
        if (cursor.AcceptName("as")) cursor.ExpectIdentifier();
    }

    private void Closed()
    {
        if (cursor.Accept("(") || cursor.Accept("["))
        {
            while (!cursor.Accept(")") && !cursor.Accept("]"))
            {
                Pattern();
                cursor.Accept(",");
            }
            return;
        }
        if (cursor.Accept("{"))
        {
            while (!cursor.Accept("}"))
            {
                cursor.Accept("**");
                Pattern();
                if (cursor.Accept(":")) Pattern();
                cursor.Accept(",");
            }
            return;
        }
        cursor.Accept("-");
        if (cursor.Accept(PythonTokenKind.Number))
        {
            if (cursor.Accept("+") || cursor.Accept("-"))
                if (!cursor.Accept(PythonTokenKind.Number)) throw new FormatException();
            return;
        }
        if (cursor.Is(PythonTokenKind.String))
        {
            while (cursor.Accept(PythonTokenKind.String))
            {
            }
            return;
        }
        if (cursor.AcceptName("None") || cursor.AcceptName("True") || cursor.AcceptName("False")) return;
        do cursor.ExpectIdentifier();
        while (cursor.Accept("."));
        if (!cursor.Accept("(")) return;
        while (!cursor.Accept(")"))
        {
            if (cursor.Is(PythonTokenKind.Name) && cursor.IsAt(1, "="))
            {
                cursor.Next();
                cursor.Next();
            }
            Pattern();
            cursor.Accept(",");
        }
    }
}
