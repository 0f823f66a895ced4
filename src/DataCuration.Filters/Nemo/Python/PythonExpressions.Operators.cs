namespace DataCuration.Filters;

internal sealed partial class PythonExpressions
{
    private Use Conditional()
    {
        if (cursor.AcceptName("lambda"))
        {
            Parameters(":", allowsAnnotations: false);
            cursor.Expect(":");
            Expression();
            return Use.Value;
        }
        Use use = Or();
        if (!cursor.AcceptName("if")) return use;
        Or();
        cursor.ExpectName("else");
        Expression();
        return Use.Value;
    }

    private Use Or()
    {
        Use use = Not();
        while (cursor.AcceptName("or") || cursor.AcceptName("and"))
        {
            Not();
            use = Use.Value;
        }
        return use;
    }

    private Use Not()
    {
        bool isNegated = false;
        while (cursor.AcceptName("not")) isNegated = true;
        Use use = Comparison();
        return isNegated ? Use.Value : use;
    }

    private Use Comparison()
    {
        Use use = Binary(0);
        while (IsComparison())
        {
            Binary(0);
            use = Use.Value;
        }
        return use;
    }

    private bool IsComparison()
    {
        if (cursor.Accept("<") || cursor.Accept(">") || cursor.Accept("==") || cursor.Accept(">=") || cursor.Accept("<=") || cursor.Accept("!=")
            || cursor.AcceptName("in")) return true;
        if (cursor.AcceptName("is"))
        {
            cursor.AcceptName("not");
            return true;
        }
        int mark = cursor.Mark();
        if (cursor.AcceptName("not") && cursor.AcceptName("in")) return true;
        cursor.Reset(mark);
        return false;
    }

    private Use Binary(int level)
    {
        if (level == Levels.Length) return Unary();
        Use use = Binary(level + 1);
        while (AcceptAny(Levels[level]))
        {
            Binary(level + 1);
            use = Use.Value;
        }
        return use;
    }

    private bool AcceptAny(string[] symbols)
    {
        foreach (string one in symbols)
            if (cursor.Accept(one)) return true;
        return false;
    }

    private Use Unary()
    {
        bool isSigned = false;
        while (cursor.Accept("+") || cursor.Accept("-") || cursor.Accept("~")) isSigned = true;
        bool isAwaited = cursor.AcceptName("await");
        Use use = Primary();
        if (cursor.Accept("**"))
        {
            if (++depth > MaxDepth) throw new FormatException();
            Unary();
            depth--;
            return Use.Value;
        }
        return isSigned || isAwaited ? Use.Value : use;
    }

    private Use Primary()
    {
        Use use = Atom();
        while (true)
        {
            if (cursor.Accept("."))
            {
                cursor.ExpectIdentifier();
                use = Use.Single;
            }
            else if (cursor.Accept("("))
            {
                Arguments();
                use = Use.Value;
            }
            else if (cursor.Accept("["))
            {
                Subscript();
                use = Use.Single;
            }
            else return use;
        }
    }

    private void Subscript()
    {
        do
        {
            if (cursor.IsAt(0, "]")) break;
            if (cursor.Accept("*"))
            {
                Binary(0);
                continue;
            }
            if (!cursor.IsAt(0, ":")) NamedExpression();
            for (int i = 0; i < 2 && cursor.Accept(":"); i++)
                if (!cursor.IsAt(0, ":") && !cursor.IsAt(0, ",") && !cursor.IsAt(0, "]")) Expression();
        }
        while (cursor.Accept(","));
        if (cursor.IsAt(0, "]") && cursor.Mark() > 0) cursor.Next();
        else throw new FormatException();
    }

    private Use Atom()
    {
        switch (cursor.Peek().Kind)
        {
            case PythonTokenKind.Number:
                cursor.Next();
                return Use.Value;
            case PythonTokenKind.String:
                PythonStrings.CheckJoined(cursor);
                return Use.Value;
            case PythonTokenKind.Name:
                string? keyword = cursor.Keyword();
                cursor.Next();
                if (keyword is null) return Use.Single;
                return keyword is "None" or "True" or "False" ? Use.Value : throw new FormatException();
        }
        if (cursor.Accept("...")) return Use.Value;
        if (cursor.Accept("(")) return Bracketed(")");
        if (cursor.Accept("[")) return Bracketed("]");
        if (!cursor.Accept("{")) throw new FormatException();
        Braces();
        return Use.Value;
    }

    private Use Bracketed(string close)
    {
        if (cursor.Accept(close)) return Use.Several;
        if (close == ")" && cursor.IsName("yield"))
        {
            Yield();
            cursor.Expect(close);
            return Use.Value;
        }
        bool isStarred = cursor.Accept("*");
        Use use = isStarred ? Binary(0) : NamedExpression();
        if (!isStarred && IsComprehension())
        {
            Comprehension();
            cursor.Expect(close);
            return Use.Value;
        }
        bool areTargets = use != Use.Value, isTuple = false;
        while (cursor.Accept(","))
        {
            isTuple = true;
            if (cursor.IsAt(0, close)) break;
            areTargets &= (cursor.Accept("*") ? Binary(0) : NamedExpression()) != Use.Value;
        }
        cursor.Expect(close);
        if (close == ")" && !isTuple) return isStarred ? throw new FormatException() : use;
        return areTargets ? Use.Several : Use.Value;
    }

    private void Braces()
    {
        if (cursor.Accept("}")) return;
        bool isMapping = false, isFirst = true;
        do
        {
            if (cursor.IsAt(0, "}")) break;
            if (cursor.Accept("**"))
            {
                if (!isFirst && !isMapping) throw new FormatException();
                isMapping = true;
                Binary(0);
            }
            else
            {
                if (cursor.Accept("*")) Binary(0);
                else
                {
                    NamedExpression();
                    bool isPair = cursor.Accept(":");
                    if (!isFirst && isPair != isMapping) throw new FormatException();
                    isMapping = isPair;
                    if (isPair) Expression();
                }
                if (isFirst && IsComprehension())
                {
                    Comprehension();
                    break;
                }
            }
            isFirst = false;
        }
        while (cursor.Accept(","));
        cursor.Expect("}");
    }

    private bool IsComprehension() => cursor.IsName("for") || cursor.IsName("async");

    private void Comprehension()
    {
        while (IsComprehension())
        {
            cursor.AcceptName("async");
            cursor.ExpectName("for");
            Targets();
            cursor.ExpectName("in");
            Or();
            while (cursor.AcceptName("if"))
            {
                if (cursor.Is(PythonTokenKind.Name) && cursor.IsAt(1, ":=")) NamedExpression();
                else Or();
            }
        }
    }
}
